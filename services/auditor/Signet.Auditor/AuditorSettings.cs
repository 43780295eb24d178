using Signet.Auditor.Election;
using Signet.Auditor.Enrolment;
using Signet.Auditor.Keys;
using Signet.Hosting.Keys;
using Signet.Hosting.TimeStamps;
using Signet.Ledger;
using Signet.Ledger.Anchors;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Storage;

namespace Signet.Auditor;

/// <summary>How an auditor is told what to do: the <c>Auditor</c> section of its settings.</summary>
public sealed class AuditorSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auditor";

    private const int MaxRootSecretOctets = 4_096;

    /// <summary>The log.</summary>
    public string LogId { get; set; } = "";

    /// <summary>This writer's name.</summary>
    public string WriterId { get; set; } = "auditor";

    /// <summary>The chain key's name.</summary>
    public string ChainKeyId { get; set; } = "chain-1";

    /// <summary>The file of the chain key's root secret.</summary>
    public string ChainRootPath { get; set; } = "";

    /// <summary>Chain keys that the log may still be under: name and file of the root secret.</summary>
    public IDictionary<string, string> PreviousChainRootPaths { get; } = new Dictionary<string, string>();

    /// <summary>The files of the seeds of checkpoint keys that the log may still name.</summary>
    public IList<string> PreviousCheckpointSeedPaths { get; } = [];

    /// <summary>Keys of producers to revoke, as <c>producer/key id</c>.</summary>
    public IList<string> RevokedProducerKeys { get; } = [];

    /// <summary>
    /// A file with further keys of producers to revoke, one <c>producer/key id</c> a line; what follows a # is for people. Empty, the default, for none.
    /// Who may write it can revoke, and do nothing else.
    /// </summary>
    public string RevocationsPath { get; set; } = "";

    /// <summary>Who may enrol.</summary>
    public EnrolmentSettings Enrolment { get; } = new();

    /// <summary>How many milliseconds the first entry of a segment waits for others. The default is 0.</summary>
    public double CommitDelayMilliseconds { get; set; }

    /// <summary>How many entries close a segment. The default is 65,536.</summary>
    public int MaxSegmentEntries { get; set; } = SegmentLimits.MaxEntries;

    /// <summary>After how many octets no entry is added to a segment. The default is 16 MiB.</summary>
    public int MaxSegmentOctets { get; set; } = AuditorOptions.DefaultMaxSegmentOctets;

    /// <summary>How many reads of the log service one address has in a second. The default is 200.</summary>
    public int ReadsPerSecond { get; set; } = 200;

    /// <summary>The file of the checkpoint key's seed.</summary>
    public string CheckpointSeedPath { get; set; } = "";

    /// <summary>The file of the API token that senders have to show; its white space is trimmed.</summary>
    public string TokenPath { get; set; } = "";

    /// <summary>The store: a directory, or <c>s3://bucket/prefix</c> with the section <c>S3</c>.</summary>
    public string StorePath { get; set; } = "";

    /// <summary>
    /// The pub/sub component that the auditor asks its Dapr sidecar to subscribe to; empty, the default, when the subscription is
    /// declared elsewhere, or events don't come that way.
    /// </summary>
    public string PubSub { get; set; } = "";

    /// <summary>The topic of that subscription.</summary>
    public string Topic { get; set; } = "commit-events";

    /// <summary>How many authorities must stamp a checkpoint; 0, the default, promises no anchors.</summary>
    public int RequiredAnchors { get; set; }

    /// <summary>
    /// The trusted time-stamping authorities: name and PEM file of the pinned roots, or <c>preset:NAME</c> for the roots that ship with signet.
    /// </summary>
    public IDictionary<string, string> TsaRootPaths { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Files of revocation lists for those authorities' certificates, DER or PEM, by the authority's name; read again when they change. With
    /// any, one has to speak for every certificate below the root of each token that is taken in.
    /// </summary>
    public Dictionary<string, string[]> TsaRevocationPaths { get; } = [];

    /// <summary>Seconds after which a missing event is a gap. The default is 900.</summary>
    public long GapAfterSeconds { get; set; } = 900;

    /// <summary>Seconds within which a promised event must stand in the log. The default is 60.</summary>
    public long MaxMergeDelaySeconds { get; set; } = 60;

    /// <summary>The longest time in seconds that entries may stand unanchored. The default is an hour.</summary>
    public long MaxAnchorLagSeconds { get; set; } = 3_600;

    /// <summary>The Lease that several auditors of the log compete for.</summary>
    public LeaseSettings Lease { get; } = new();

    /// <summary>The options of the module; reads the key, token and root files.</summary>
    /// <param name="store">What the log has to say of its store; null for a directory.</param>
    /// <exception cref="KeyFileException">A key file can't be used.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="ArgumentException">A root or a revocation list can't be used.</exception>
    public AuditorOptions ToOptions(StoreTerms? store = null) => ToOptions(store, null);

    /// <summary>The same, with what tells the keys that the settings name later on: <see cref="AuditorOptions.ReadKeys"/>.</summary>
    /// <exception cref="KeyFileException">A key file can't be used.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="ArgumentException">A root or a revocation list can't be used.</exception>
    public AuditorOptions ToOptions(StoreTerms? store, Func<AuditorKeys>? readKeys)
    {
        store ??= StoreTerms.Directory;
        var keys = ReadKeys();
        TsaTrust[] tsas = [.. TsaRootPaths.Select(tsa => TsaTrust.FromPem(tsa.Key, TsaRoots.Read(tsa.Value)))];
        return new AuditorOptions
        {
            LogId = LogId,
            WriterId = WriterId,
            ChainKeyId = keys.ChainKeyId,
            ChainRootSecret = keys.ChainRootSecret,
            CheckpointSeed = keys.CheckpointSeed,
            PreviousChainKeys = keys.PreviousChainKeys,
            PreviousCheckpointSeeds = keys.PreviousCheckpointSeeds,
            RevokedProducerKeys = keys.RevokedProducerKeys,
            Enrolment = Enrolment.ToOptions(),
            ReadKeys = readKeys,
            CommitDelay = TimeSpan.FromMilliseconds(CommitDelayMilliseconds),
            MaxSegmentEntries = MaxSegmentEntries,
            MaxSegmentOctets = MaxSegmentOctets,
            ReadsPerSecond = ReadsPerSecond,
            CommitToken = File.ReadAllText(TokenPath).Trim(),
            Subscription = PubSub.Length == 0 ? null : new DaprSubscriptionOptions { PubSub = PubSub, Topic = Topic },
            Storage = store.Storage,
            SlotMode = store.SlotMode,
            CheckAnchor = AnchorChecks.For(LogId, tsas, RevocationFiles.Of(TsaRevocationPaths)),
            Settings = new LedgerSettings
            {
                RetainDays = store.RetainDays,
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

    /// <summary>The keys that the settings name; reads their files.</summary>
    /// <exception cref="KeyFileException">A key file can't be used.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="ArgumentException">A key to revoke is named in another form.</exception>
    public AuditorKeys ReadKeys() => new()
    {
        ChainKeyId = ChainKeyId,
        ChainRootSecret = ReadRoot(ChainRootPath),
        CheckpointSeed = ReadSeed(CheckpointSeedPath),
        PreviousChainKeys = PreviousChainRootPaths.ToDictionary(key => key.Key, key => ReadRoot(key.Value)),
        PreviousCheckpointSeeds = [.. PreviousCheckpointSeedPaths.Select(ReadSeed)],
        RevokedProducerKeys = [.. RevokedProducerKeys.Concat(RevocationsPath.Length == 0 ? [] : RevocationsFile.Read(RevocationsPath)).Select(Split)],
    };

    private static ReadOnlyMemory<byte> ReadRoot(string path) =>
        KeyFile.LoadSecret(path, ChainKey.MinRootOctets, MaxRootSecretOctets, KeyFileOrigin.MountedSecret);

    private static ReadOnlyMemory<byte> ReadSeed(string path) =>
        KeyFile.LoadSecret(path, CheckpointSigner.SeedOctets, CheckpointSigner.SeedOctets, KeyFileOrigin.MountedSecret);

    private static (string Producer, string KeyId) Split(string name) => name.Split('/') is [var producer, var keyId] && LedgerText.IsIdentifier(producer) && LedgerText.IsIdentifier(keyId)
        ? (producer, keyId)
        : throw new ArgumentException("A key to revoke is named producer/key id.");
}
