using Signet.Ledger.Witnesses;

namespace Signet.Anchorer;

/// <summary>How an anchorer is told what to do: the <c>Anchorer</c> section of its settings.</summary>
public sealed class AnchorerSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Anchorer";

    /// <summary>The log whose checkpoints are stamped.</summary>
    public string LogId { get; set; } = "";

    /// <summary>How many authorities must stamp a checkpoint: 1 or more. The default is 1.</summary>
    public int Required { get; set; } = 1;

    /// <summary>The authorities.</summary>
    public IList<TsaSettings> Tsas { get; } = [];

    /// <summary>The least time between two rounds; 10 minutes unless given.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>How long entries gather once a checkpoint is due; 5 s unless given.</summary>
    public TimeSpan? QuietTime { get; set; }

    /// <summary>How long one authority or witness may take; 10 s unless given.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>Up to how long each request of a round is put off at random; 2 s unless given.</summary>
    public TimeSpan? Spread { get; set; }

    /// <summary>After how many failures in a row an authority is left alone for a while; 3 unless given.</summary>
    public int? CircuitFailures { get; set; }

    /// <summary>Beyond which lag health says "degraded"; an hour unless given.</summary>
    public TimeSpan? MaxLag { get; set; }

    /// <summary>The witnesses that checkpoints are taken to.</summary>
    public IList<WitnessSettings> Witnesses { get; } = [];

    /// <summary>How often; once a minute unless given.</summary>
    public TimeSpan? WitnessInterval { get; set; }

    private static AnchorerOptions Defaults { get; } = new() { Tsas = [] };

    private static TimeSpan DefaultSpread => TimeSpan.FromSeconds(2);

    /// <summary>The options of the module; reads the files of pinned roots.</summary>
    /// <exception cref="ArgumentException">A value or a root can't be used.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public AnchorerOptions ToOptions() => new()
    {
        Required = Required,
        Tsas = [.. Tsas.Select(tsa => tsa.ToEndpoint())],
        Interval = Interval ?? Defaults.Interval,
        QuietTime = QuietTime ?? Defaults.QuietTime,
        RequestTimeout = RequestTimeout ?? Defaults.RequestTimeout,
        Spread = Spread ?? DefaultSpread,
        CircuitFailures = CircuitFailures ?? Defaults.CircuitFailures,
        MaxLag = MaxLag ?? Defaults.MaxLag,
        Witnesses = [.. Witnesses.Select(ToEndpoint)],
        WitnessInterval = WitnessInterval ?? Defaults.WitnessInterval,
    };

    private static WitnessEndpoint ToEndpoint(WitnessSettings witness) => new(
        witness.Name,
        witness.Url ?? throw new ArgumentException($"The witness {witness.Name} has no address."),
        CosignerKey.TryParse(witness.Vkey, out CosignerKey? key)
            ? key!
            : throw new ArgumentException($"The key of the witness {witness.Name} is no cosigner's key."));
}
