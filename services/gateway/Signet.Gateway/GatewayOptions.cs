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
    /// information, query or fragment. Short for an upstream named <c>default</c>.
    /// </summary>
    public Uri? Upstream { get; set; }

    /// <summary>The key for <see cref="Upstream"/>, sent as a bearer token; none by default.</summary>
    public string? UpstreamApiKey { get; set; }

    /// <summary>
    /// What callers may know of <see cref="Upstream"/> (<c>X-Signet-Upstream</c>); at most 64 visible ASCII characters. The default
    /// is its host name.
    /// </summary>
    public string? UpstreamLabel { get; set; }

    /// <summary>The upstreams by name: <c>[a-z0-9][a-z0-9.-]{0,63}</c>, at most 64.</summary>
    public IDictionary<string, UpstreamOptions> Upstreams { get; } = new Dictionary<string, UpstreamOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Which request goes where; the first that matches counts, and a request that none matches is refused. At most 256. Without
    /// any, everything goes to the only upstream; with several upstreams there must be some.
    /// </summary>
    public IList<RouteOptions> Routes { get; } = [];

    /// <summary>How long a key from a secret store is used before it is read again: 10 seconds to 1 day. The default is 5 minutes.</summary>
    public TimeSpan ApiKeyRefresh { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a key stays in use after its file or store can no longer be read: 0 to 1 day. The default is 15 minutes.
    /// </summary>
    public TimeSpan ApiKeyGrace { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How often the policy file is looked at: 0 (never) or 100 ms to 1 hour. A change is in force when two looks see the same. The
    /// default is 5 seconds.
    /// </summary>
    public TimeSpan PolicyReloadInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the policy is, when it isn't a file.</summary>
    public PolicyOptions Policy { get; } = new();

    /// <summary>How the gateway learns which workload of the cluster a request comes from.</summary>
    public WorkloadOptions Workload { get; } = new();

    /// <summary>
    /// How the gateway proves to the auditor who it is, as the log will say; never a secret. The default is
    /// <c>configured</c>.
    /// </summary>
    public string Evidence { get; set; } = "configured";

    /// <summary>
    /// The name of a commit key that the auditor's settings list, with <see cref="CommitKeyPath"/>; empty, the default, for a new key at each start, which
    /// never leaves the process.
    /// </summary>
    public string CommitKeyId { get; set; } = "";

    /// <summary>The file of that key's seed: 32 octets as lowercase hex and a line feed. One process uses it at a time.</summary>
    public string CommitKeyPath { get; set; } = "";

    /// <summary>True to tell callers which check refused and why. The default is false.</summary>
    public bool VerboseErrors { get; set; }

    /// <summary>The most octets of a request body, as it is sent and decompressed: 1 KiB to 64 MiB. The default is 4 MiB.</summary>
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
