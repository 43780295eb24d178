namespace Signet.Messaging;

/// <summary>Where and how <see cref="HttpCommitTransport"/> sends.</summary>
public sealed class HttpCommitTransportOptions
{
    /// <summary>
    /// The auditor's address, or with <see cref="AppId"/> that of a Dapr sidecar (<c>http://127.0.0.1:3500</c>): http or
    /// https, without user info, query and fragment. Batches go to <c>commits</c> below it.
    /// </summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>
    /// The app id of the auditor when a sidecar is to invoke it (<c>/v1.0/invoke/APP/method/…</c>): 1 to 128 of
    /// <c>A-Z a-z 0-9 - . _</c>, not a dot in front; null to send to the auditor itself.
    /// </summary>
    public string? AppId { get; init; }

    /// <summary>
    /// Sent as <c>dapr-api-token</c> when set: the auditor's token, or the sidecar's own (<c>DAPR_API_TOKEN</c>), which puts the
    /// auditor's in its place. Visible ASCII, at most 4,096 characters. Never logged.
    /// </summary>
    public string? ApiToken { get; init; }

    /// <summary>
    /// The file of the token that the cluster gave this workload for the auditor, which is shown when a key is enrolled; null for none. It is read for every
    /// request, since the cluster replaces it. One line of visible ASCII, at most 8,192 characters. Never logged.
    /// </summary>
    public string? WorkloadTokenPath { get; init; }

    /// <summary>How long one request may take, from 1 ms to 5 minutes. The default is 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
