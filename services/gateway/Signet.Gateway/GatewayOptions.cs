namespace Signet.Gateway;

/// <summary>What a gateway needs to know. Immutable once the host has started.</summary>
public sealed class GatewayOptions
{
    /// <summary>The section of the configuration that it is bound from.</summary>
    public const string Section = "Gateway";

    /// <summary>The log that the events go to: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</summary>
    public string LogId { get; set; } = "";

    /// <summary>The name of this gateway in events: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</summary>
    public string ProducerId { get; set; } = "";

    /// <summary>
    /// The base address of the model's API, such as <c>https://api.openai.com/v1</c>: absolute, http or https, without user
    /// information, query or fragment.
    /// </summary>
    public Uri? Upstream { get; set; }

    /// <summary>The key sent upstream as a bearer token when the caller sends no <c>Authorization</c>; none by default.</summary>
    public string? UpstreamApiKey { get; set; }

    /// <summary>
    /// What callers may know of the upstream (<c>X-Signet-Upstream</c>); at most 64 visible ASCII characters. The default is
    /// its host name.
    /// </summary>
    public string? UpstreamLabel { get; set; }

    /// <summary>
    /// How the gateway proves to the auditor who it is, as the log will say; never a secret. The default is
    /// <c>configured</c>.
    /// </summary>
    public string Evidence { get; set; } = "configured";

    /// <summary>True to tell callers which check refused and why. The default is false.</summary>
    public bool VerboseErrors { get; set; }

    /// <summary>The most octets of a request body: 1 KiB to 64 MiB. The default is 4 MiB.</summary>
    public int MaxRequestBodyBytes { get; set; } = 4 << 20;

    /// <summary>The most octets of a unary answer: 1 KiB to 256 MiB. The default is 16 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = 16 << 20;

    /// <summary>How long a request waits for an event to be recorded: 100 ms to 5 minutes. The default is 10 seconds.</summary>
    public TimeSpan RecordTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the upstream may take for its headers, then for a unary body, and how long a stream may be silent: 1 s to 1
    /// hour. The default is 2 minutes.
    /// </summary>
    public TimeSpan UpstreamTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How many events may wait to be sent: 16 to 1,000,000. The default is 8,192.</summary>
    public int QueueLength { get; set; } = 8_192;

    /// <summary>How long the last events may take at shutdown: 0 to 5 minutes. The default is 10 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
