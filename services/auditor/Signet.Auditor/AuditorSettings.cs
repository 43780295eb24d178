using Signet.Hosting.Keys;
using Signet.Ledger;
using Signet.Ledger.Anchors;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;

namespace Signet.Auditor;

/// <summary>How an auditor is told what to do: the <c>Auditor</c> section of its settings.</summary>
public sealed class AuditorSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auditor";

    private const int MaxRootSecretOctets = 4_096;
    private const string PresetPrefix = "preset:";

    /// <summary>The log.</summary>
    public string LogId { get; set; } = "";

    /// <summary>This writer's name.</summary>
    public string WriterId { get; set; } = "auditor";

    /// <summary>The chain key's name.</summary>
    public string ChainKeyId { get; set; } = "chain-1";

    /// <summary>The file of the chain key's root secret.</summary>
    public string ChainRootPath { get; set; } = "";

    /// <summary>The file of the checkpoint key's seed.</summary>
    public string CheckpointSeedPath { get; set; } = "";

    /// <summary>The file of the API token that senders have to show; its white space is trimmed.</summary>
    public string TokenPath { get; set; } = "";

    /// <summary>The directory store.</summary>
    public string StorePath { get; set; } = "";

    /// <summary>How many authorities must stamp a checkpoint; 0, the default, promises no anchors.</summary>
    public int RequiredAnchors { get; set; }

    /// <summary>
    /// The trusted time-stamping authorities: name and PEM file of the pinned roots, or <c>preset:NAME</c> for the roots that ship with signet.
    /// </summary>
    public IDictionary<string, string> TsaRootPaths { get; } = new Dictionary<string, string>();

    /// <summary>Seconds after which a missing event is a gap. The default is 900.</summary>
    public long GapAfterSeconds { get; set; } = 900;

    /// <summary>Seconds within which a promised event must stand in the log. The default is 60.</summary>
    public long MaxMergeDelaySeconds { get; set; } = 60;

    /// <summary>The longest time in seconds that entries may stand unanchored. The default is an hour.</summary>
    public long MaxAnchorLagSeconds { get; set; } = 3_600;

    /// <summary>The options of the module; reads the key, token and root files.</summary>
    /// <exception cref="KeyFileException">A key file can't be used.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="ArgumentException">A root can't be used.</exception>
    public AuditorOptions ToOptions()
    {
        TsaTrust[] tsas = [.. TsaRootPaths.Select(tsa => TsaTrust.FromPem(tsa.Key, ReadRoots(tsa.Value)))];
        return new AuditorOptions
        {
            LogId = LogId,
            WriterId = WriterId,
            ChainKeyId = ChainKeyId,
            ChainRootSecret = KeyFile.LoadSecret(ChainRootPath, ChainKey.MinRootOctets, MaxRootSecretOctets, KeyFileOrigin.MountedSecret),
            CheckpointSeed = KeyFile.LoadSecret(
                CheckpointSeedPath, CheckpointSigner.SeedOctets, CheckpointSigner.SeedOctets, KeyFileOrigin.MountedSecret),
            CommitToken = File.ReadAllText(TokenPath).Trim(),
            CheckAnchor = AnchorChecks.For(LogId, tsas),
            Settings = new LedgerSettings
            {
                RetainDays = 0,
                GapAfterSeconds = GapAfterSeconds,
                MaxMergeDelaySeconds = MaxMergeDelaySeconds,
                DedupeDays = 7,
                Anchors = new AnchorSettings
                {
                    Required = RequiredAnchors,
                    Tsas = [.. tsas.Select(tsa => new AnchorAuthority(tsa.Name, new Digest(tsa.RootsSha256.Span)))],
                    MaxLagSeconds = MaxAnchorLagSeconds,
                    IdleSeconds = 86_400,
                },
            },
        };
    }

    private static string ReadRoots(string source) => source.StartsWith(PresetPrefix, StringComparison.Ordinal)
        ? TsaPreset.Find(source[PresetPrefix.Length..])?.RootsPem ?? throw new ArgumentException($"No roots ship with signet for {source}.")
        : File.ReadAllText(source);
}
