using Signet.Ledger.Anchors;

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

    /// <summary>The options of the module; reads the files of pinned roots.</summary>
    /// <exception cref="ArgumentException">A value or a root can't be used.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public AnchorerOptions ToOptions() => new()
    {
        Required = Required,
        Tsas =
        [
            .. Tsas.Select(tsa => new TsaEndpoint(
                tsa.Url ?? throw new ArgumentException($"The authority {tsa.Name} has no address."),
                TsaTrust.FromPem(tsa.Name, File.ReadAllText(tsa.RootsPath), tsa.Policy))),
        ],
    };
}
