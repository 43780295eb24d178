namespace Signet.Messaging;

/// <summary>Where and how <see cref="HttpCommitTransport"/> sends.</summary>
public sealed class HttpCommitTransportOptions
{
    /// <summary>
    /// The auditor's address, or that of a Dapr sidecar's service invocation (<c>http://localhost:3500/v1.0/invoke/auditor/method</c>): http or
    /// https, without user info, query and fragment. Batches go to <c>commits</c> below it.
    /// </summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Sent as <c>dapr-api-token</c> when set: visible ASCII, at most 4,096 characters. Never logged.</summary>
    public string? ApiToken { get; init; }

    /// <summary>How long one request may take, from 1 ms to 5 minutes. The default is 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
