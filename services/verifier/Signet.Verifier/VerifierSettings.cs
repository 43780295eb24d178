using Signet.Hosting.Keys;
using Signet.Hosting.TimeStamps;
using Signet.Ledger.Anchors;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Verification;
using Signet.Storage.S3;

namespace Signet.Verifier;

/// <summary>How a verifier is told what to check: the <c>Verifier</c> section of its settings.</summary>
public sealed class VerifierSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Verifier";

    private const int MaxRootSecretOctets = 4_096;
    private const int SeedOctets = 32;

    /// <summary>The log.</summary>
    public string LogId { get; set; } = "";

    /// <summary>The store: a directory, or <c>s3://bucket/prefix</c> with the section <c>S3</c>.</summary>
    public string StorePath { get; set; } = "";

    /// <summary>
    /// Where what was seen is kept, out of the auditor's reach: a file, or <c>s3://bucket/prefix</c> with <see cref="MemoryS3"/>.
    /// </summary>
    public string MemoryPath { get; set; } = "";

    /// <summary>
    /// The server, keys and retention of a memory in S3. The keys may create objects there, and are not those with which the log is read.
    /// </summary>
    public S3Settings MemoryS3 { get; set; } = new();

    /// <summary>The log's first checkpoint key.</summary>
    public string CheckpointVkey { get; set; } = "";

    /// <summary>The chain key's name.</summary>
    public string ChainKeyId { get; set; } = "";

    /// <summary>The file of the chain key's root secret; null verifies with public keys alone.</summary>
    public string? ChainRootPath { get; set; }

    /// <summary>Chain keys that older segments are under: name and file of the root secret.</summary>
    public Dictionary<string, string> PreviousChainRootPaths { get; } = [];

    /// <summary>
    /// The pinned roots of time-stamping authorities: their names, and the PEM file of each, or <c>preset:NAME</c> for the roots that ship
    /// with signet. Without any, tokens aren't checked.
    /// </summary>
    public Dictionary<string, string> TsaRoots { get; } = [];

    /// <summary>
    /// Files of revocation lists for those authorities' certificates, DER or PEM, by the authority's name; read again when they change. With
    /// any, one has to speak for every certificate below the root of each token.
    /// </summary>
    public Dictionary<string, string[]> TsaRevocationPaths { get; } = [];

    /// <summary>The time between two verifications. The default is five minutes.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Every how many verifications the whole log is walked. The default is 1: each of them.</summary>
    public int FullEvery { get; set; } = 1;

    /// <summary>The most threads at work; 0, the default, for as many as there are processors.</summary>
    public int Parallelism { get; set; }

    /// <summary>A file or folder of receipts to redeem, or null. With any, each verification walks the whole log.</summary>
    public string? ReceiptsPath { get; set; }

    /// <summary>The files that each outcome is written to.</summary>
    public ReportFilesOptions Files { get; set; } = new();

    /// <summary>The name under which outcomes are entered in the log, or null not to. Needs the <c>Auditor</c> section.</summary>
    public string? Name { get; set; }

    /// <summary>The name of the key that signs them.</summary>
    public string SigningKeyId { get; set; } = "";

    /// <summary>The file of that key's Ed25519 seed: 32 octets in hexadecimal.</summary>
    public string SigningKeyPath { get; set; } = "";

    /// <summary>The options of the module; reads the key files.</summary>
    /// <param name="kubernetes">Where to raise events, or null outside a cluster.</param>
    /// <exception cref="ArgumentException">A value can't be used.</exception>
    /// <exception cref="KeyFileException">The key file can't be used.</exception>
    /// <exception cref="IOException">A file of roots or revocation lists can't be read.</exception>
    public VerifierOptions ToOptions(KubernetesEventOptions? kubernetes = null) => new()
    {
        Interval = Interval,
        FullEvery = FullEvery,
        Parallelism = Parallelism,
        ReceiptsPath = ReceiptsPath,
        Files = Files,
        Kubernetes = kubernetes,
        Signing = Name is null
            ? null
            : new VerifierSigningOptions
            {
                Verifier = Name,
                KeyId = SigningKeyId,
                Seed = KeyFile.LoadSecret(SigningKeyPath, SeedOctets, SeedOctets, KeyFileOrigin.MountedSecret),
            },
        Trust = new LogTrust
        {
            LogId = LogId,
            CheckpointKey = VerifierKey.TryParse(CheckpointVkey, out var key) && key!.Name == LogId
                ? key
                : throw new ArgumentException("Verifier:CheckpointVkey is not a verifier key of the log."),
            RootSecrets = (ChainRootPath is null ? PreviousChainRootPaths : PreviousChainRootPaths.Append(new(ChainKeyId, ChainRootPath))).ToDictionary(
                key => key.Key,
                key => (ReadOnlyMemory<byte>)KeyFile.LoadSecret(key.Value, ChainKey.MinRootOctets, MaxRootSecretOctets, KeyFileOrigin.MountedSecret)),
            CheckAnchor = TsaRoots.Count + TsaRevocationPaths.Count == 0
                ? null
                : AnchorChecks.For(
                    LogId,
                    TsaRoots.Select(roots => TsaTrust.FromPem(roots.Key, Hosting.TimeStamps.TsaRoots.Read(roots.Value))).ToList(),
                    RevocationFiles.Of(TsaRevocationPaths)),
        },
    };
}
