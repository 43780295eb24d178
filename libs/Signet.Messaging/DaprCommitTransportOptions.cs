namespace Signet.Messaging;

/// <summary>Where and how <see cref="DaprCommitTransport"/> publishes.</summary>
public sealed class DaprCommitTransportOptions
{
    /// <summary>
    /// The sidecar's gRPC API: http or https, without user info, query and fragment. The default is the sidecar's own default,
    /// <c>http://127.0.0.1:50001</c>.
    /// </summary>
    public Uri Endpoint { get; init; } = new("http://127.0.0.1:50001");

    /// <summary>Sent as <c>dapr-api-token</c> when set: visible ASCII, at most 4,096 characters. Never logged.</summary>
    public string? ApiToken { get; init; }

    /// <summary>The pub/sub component: 1 to 128 characters.</summary>
    public string PubSub { get; init; } = "auditbus";

    /// <summary>The topic: 1 to 128 characters.</summary>
    public string Topic { get; init; } = "commit-events";

    /// <summary>How long one call may take, from 1 ms to 5 minutes. The default is 5 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The most octets of one call, from 128 KiB to 64 MiB. A sidecar refuses a request beyond its <c>max-body-size</c>, which is
    /// 4 MiB, as a whole; the default is 1 MiB.
    /// </summary>
    public int MaxRequestOctets { get; init; } = 1 << 20;
}
