using Signet.Policy.Extensions;

namespace Signet.Extensions;

/// <summary>What checks of others get from the host, and no policy can say.</summary>
public sealed record ExtensionHost
{
    /// <summary>The sidecar's HTTP API when nothing else is said: <c>http://127.0.0.1:3500</c>.</summary>
    public static Uri DefaultDaprEndpoint { get; } = new("http://127.0.0.1:3500");

    /// <summary>The secrets that policies may name.</summary>
    public required ICheckSecrets Secrets { get; init; }

    /// <summary>The HTTP API of the Dapr sidecar beside this process.</summary>
    public Uri DaprEndpoint { get; init; } = DefaultDaprEndpoint;

    /// <summary>Sent to the sidecar as <c>dapr-api-token</c>; visible ASCII, or null. Never logged.</summary>
    public string? DaprApiToken { get; init; }
}
