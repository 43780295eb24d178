namespace Signet.Messaging;

/// <summary>Where <see cref="DaprSecretSource"/> finds its sidecar.</summary>
public sealed class DaprSecretOptions
{
    private static readonly Uri Default = new("http://127.0.0.1:3500");

    /// <summary>
    /// The sidecar's HTTP API: http or https, without user info, query and fragment. The default is the sidecar's own default,
    /// <c>http://127.0.0.1:3500</c>.
    /// </summary>
    public Uri Endpoint { get; init; } = Default;

    /// <summary>Sent as <c>dapr-api-token</c> when set: visible ASCII, at most 4,096 characters. Never logged.</summary>
    public string? ApiToken { get; init; }

    /// <summary>How long one secret may take, from 1 ms to 5 minutes. The default is 5 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The options by the values that Dapr gives a process beside its sidecar; an empty one counts as none.</summary>
    /// <param name="endpoint"><c>DAPR_HTTP_ENDPOINT</c>, which outranks the port.</param>
    /// <param name="port"><c>DAPR_HTTP_PORT</c>.</param>
    /// <param name="apiToken"><c>DAPR_API_TOKEN</c>.</param>
    /// <exception cref="ArgumentException">The endpoint is no address, or the port no port.</exception>
    public static DaprSecretOptions Of(string? endpoint, string? port, string? apiToken) => new()
    {
        Endpoint = DaprAddress.Of("DAPR_HTTP", endpoint, port, Default),
        ApiToken = string.IsNullOrEmpty(apiToken) ? null : apiToken,
    };
}
