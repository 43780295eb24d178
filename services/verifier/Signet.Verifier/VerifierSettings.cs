using Signet.Hosting.Keys;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>How a verifier is told what to check: the <c>Verifier</c> section of its settings.</summary>
public sealed class VerifierSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Verifier";

    private const int MaxRootSecretOctets = 4_096;

    /// <summary>The log.</summary>
    public string LogId { get; set; } = "";

    /// <summary>The store: a directory, or <c>s3://bucket/prefix</c> with the section <c>S3</c>.</summary>
    public string StorePath { get; set; } = "";

    /// <summary>The file in which the last tree seen is kept: out of the auditor's reach.</summary>
    public string MemoryPath { get; set; } = "";

    /// <summary>The log's first checkpoint key.</summary>
    public string CheckpointVkey { get; set; } = "";

    /// <summary>The chain key's name.</summary>
    public string ChainKeyId { get; set; } = "";

    /// <summary>The file of the chain key's root secret; null verifies with public keys alone.</summary>
    public string? ChainRootPath { get; set; }

    /// <summary>The time between two walks. The default is five minutes.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The options of the module; reads the key files.</summary>
    /// <exception cref="ArgumentException">A value can't be used.</exception>
    /// <exception cref="KeyFileException">The key file can't be used.</exception>
    public VerifierOptions ToOptions() => new()
    {
        Interval = Interval,
        Trust = new LogTrust
        {
            LogId = LogId,
            CheckpointKey = VerifierKey.TryParse(CheckpointVkey, out var key) && key!.Name == LogId
                ? key
                : throw new ArgumentException("Verifier:CheckpointVkey is not a verifier key of the log."),
            RootSecrets = ChainRootPath is null
                ? new Dictionary<string, ReadOnlyMemory<byte>>()
                : new Dictionary<string, ReadOnlyMemory<byte>>
                {
                    [ChainKeyId] = KeyFile.LoadSecret(ChainRootPath, ChainKey.MinRootOctets, MaxRootSecretOctets, KeyFileOrigin.MountedSecret),
                },
        },
    };
}
