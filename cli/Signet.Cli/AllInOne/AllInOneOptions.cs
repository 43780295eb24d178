using System.Net;
using Signet.Anchorer;
using Signet.Extensions;
using Signet.Gateway;
using Signet.Messaging;

namespace Signet.Cli.AllInOne;

/// <summary>What <c>signet up</c> was asked for.</summary>
internal sealed record AllInOneOptions
{
    /// <summary>The data directory.</summary>
    public required string Data { get; init; }

    /// <summary>Where to keep the log; null for where it was, or the data directory.</summary>
    public StoreChoice? Store { get; init; }

    /// <summary>When an event counts as recorded: <see cref="AcknowledgementLevel.Chain"/> or <see cref="AcknowledgementLevel.Spool"/>.</summary>
    public AcknowledgementLevel Level { get; init; } = AcknowledgementLevel.Chain;

    /// <summary>The address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port of the API; 0 lets the system choose.</summary>
    public int Port { get; init; } = 8443;

    /// <summary>The port of health, version and metrics; 0 lets the system choose.</summary>
    public int ManagementPort { get; init; } = 8444;

    /// <summary>The models' APIs by name; none for the development model.</summary>
    public IReadOnlyDictionary<string, UpstreamOptions> Upstreams { get; init; } = new Dictionary<string, UpstreamOptions>();

    /// <summary>What goes to which of them; none with at most one.</summary>
    public IReadOnlyList<RouteOptions> Routes { get; init; } = [];

    /// <summary>The policy file; null for the one in the data directory.</summary>
    public string? Policy { get; init; }

    /// <summary>Where plug-ins are, and secrets for checks.</summary>
    public ExtensionSettings Extensions { get; init; } = new();

    /// <summary>The time-stamping authority; null for the development one.</summary>
    public Uri? Tsa { get; init; }

    /// <summary>The PEM file of the authority's pinned roots; given exactly with <see cref="Tsa"/>.</summary>
    public string? TsaRoots { get; init; }

    /// <summary>The time between two anchors of a log that grows.</summary>
    public TimeSpan AnchorInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to let entries gather before an anchor.</summary>
    public TimeSpan AnchorQuietTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The witnesses that checkpoints are taken to.</summary>
    public IReadOnlyList<WitnessEndpoint> Witnesses { get; init; } = [];

    /// <summary>True to tell callers which check refused and why.</summary>
    public bool VerboseErrors { get; init; }
}
