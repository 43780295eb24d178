using Signet.Auditor.Enrolment;
using Signet.Auditor.Keys;
using Signet.Auditor.Sequencing;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;

namespace Signet.Auditor;

/// <summary>What an auditor is told at start. Secrets are given as octets; the module never reads files or the environment.</summary>
public sealed class AuditorOptions
{
    internal const int DefaultMaxSegmentOctets = 16 * 1_024 * 1_024;

    private const int MaxWriterId = 128 - EpochOpening.InstanceDigits - 1;

    private AuditorKeys? _keys;

    /// <summary>The log: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</summary>
    public required string LogId { get; init; }

    /// <summary>
    /// This writer's name, of the same form and at most 111 characters. In <c>epoch</c> entries a dot and 16 digits follow it, which are
    /// drawn at each start.
    /// </summary>
    public required string WriterId { get; init; }

    /// <summary>The name of the chain key.</summary>
    public required string ChainKeyId { get; init; }

    /// <summary>The root secret of the chain key: 32 octets or more.</summary>
    public required ReadOnlyMemory<byte> ChainRootSecret { get; init; }

    /// <summary>The seed of the checkpoint key: 32 octets.</summary>
    public required ReadOnlyMemory<byte> CheckpointSeed { get; init; }

    /// <summary>
    /// Chain keys that the log may still be written under, by name. The writer that finds the log under one of them retires it for
    /// <see cref="ChainKeyId"/> before it writes anything else.
    /// </summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> PreviousChainKeys { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Seeds of checkpoint keys that the log may still name; the one that it does signs its successor, and nothing after that.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> PreviousCheckpointSeeds { get; init; } = [];

    /// <summary>Keys of producers that are to be revoked, 256 at most: no event under them is recorded any more. A revocation is for ever.</summary>
    public IReadOnlyList<(string Producer, string KeyId)> RevokedProducerKeys { get; init; } = [];

    /// <summary>
    /// Tells the keys that the settings name now; asked every five seconds. What changed is taken up while the log is written. It may throw, and the
    /// log then goes on under the keys before. Null: keys change with a start alone.
    /// </summary>
    public Func<AuditorKeys>? ReadKeys { get; init; }

    /// <summary>What producers that ask to be enrolled over HTTP have to show besides <see cref="CommitToken"/>. The default is nothing.</summary>
    public EnrolmentOptions Enrolment { get; init; } = new();

    /// <summary>What a new log promises; an existing log keeps what it has promised.</summary>
    public required LedgerSettings Settings { get; init; }

    /// <summary><c>directory</c> or <c>s3</c>, as <c>genesis</c> names it.</summary>
    public string Storage { get; init; } = "directory";

    /// <summary><c>conditional</c> or <c>claim</c>, as <c>genesis</c> names it.</summary>
    public string SlotMode { get; init; } = "conditional";

    /// <summary>After how much silence a heartbeat is written: a minute or more. The default is five minutes.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most submissions waiting to be written; beyond it senders are told to retry. The default is 65,536.</summary>
    public int QueueBound { get; init; } = 65_536;

    /// <summary>
    /// How long the first entry of a segment waits for others while nothing else is being stored: 0 to 1 s. The default is 0, since what
    /// comes while a segment is being stored makes the next one anyway.
    /// </summary>
    public TimeSpan CommitDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How many entries close a segment, its seal counted: 2 to 65,536, which is the default.</summary>
    public int MaxSegmentEntries { get; init; } = SegmentLimits.MaxEntries;

    /// <summary>
    /// After how many octets no entry is added to a segment: 65,536 to as many as a segment may have. The default is 16 MiB: a disk or a bucket
    /// is as quick with these as with larger ones, and one is built while another is stored, so that both stand in memory.
    /// </summary>
    public int MaxSegmentOctets { get; init; } = DefaultMaxSegmentOctets;

    /// <summary>
    /// How many reads of the log service one address has in a second, of which a proof or receipt costs five: 1 to 1,000,000. What isn't used
    /// is saved for four seconds. The default is 200.
    /// </summary>
    public int ReadsPerSecond { get; init; } = 200;

    /// <summary>Checks an anchor before it is chained: null when it holds, else why it doesn't.</summary>
    public Func<AnchorBody, string?>? CheckAnchor { get; init; }

    /// <summary>Producers that may enrol, with their public keys; null lets any producer of this process enrol.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? Producers { get; init; }

    /// <summary>What services in other processes show to commit over HTTP: 16 to 4,096 visible ASCII characters; null closes that way.</summary>
    public string? CommitToken { get; init; }

    /// <summary>The subscription that is asked of a Dapr sidecar; null when it is declared elsewhere, or events don't come that way.</summary>
    public DaprSubscriptionOptions? Subscription { get; init; }

    /// <summary>The keys at the start.</summary>
    internal AuditorKeys Keys => _keys ??= new AuditorKeys
    {
        ChainKeyId = ChainKeyId,
        ChainRootSecret = ChainRootSecret,
        CheckpointSeed = CheckpointSeed,
        PreviousChainKeys = PreviousChainKeys,
        PreviousCheckpointSeeds = PreviousCheckpointSeeds,
        RevokedProducerKeys = RevokedProducerKeys,
    };

    internal void Validate()
    {
        if (Subscription is { IsValid: false })
        {
            throw new ArgumentException("A pub/sub component and a topic have 1 to 128 characters.");
        }

        if (CommitToken is { } token && (token.Length is < 16 or > 4_096 || token.Any(c => c is <= ' ' or > '~')))
        {
            throw new ArgumentException("The commit token has 16 to 4,096 visible ASCII characters.");
        }

        if (SlotMode is not ("conditional" or "claim") || Storage is not ("directory" or "s3"))
        {
            throw new ArgumentException("The slot mode is conditional or claim, the storage directory or s3.");
        }

        if (!LedgerText.IsIdentifier(LogId) || !LedgerText.IsIdentifier(WriterId))
        {
            throw new ArgumentException("A log id or writer id isn't of the form [a-z0-9][a-z0-9.-]{0,127}.");
        }

        if (WriterId.Length > MaxWriterId)
        {
            throw new ArgumentException("A writer id has at most 111 characters.");
        }

        Keys.Validate();
        Enrolment.Validate();

        if (CommitDelay < TimeSpan.Zero || CommitDelay > TimeSpan.FromSeconds(1) || MaxSegmentEntries is < 2 or > SegmentLimits.MaxEntries ||
            MaxSegmentOctets is < 65_536 or > SegmentLimits.MaxOctets)
        {
            throw new ArgumentException("The commit delay is a second or less, a segment has 2 to 65,536 entries and 64 KiB to 64 MiB.");
        }

        if (ReadsPerSecond is < 1 or > 1_000_000)
        {
            throw new ArgumentException("An address has 1 to 1,000,000 reads a second.");
        }

        if (HeartbeatInterval < TimeSpan.FromMinutes(1) || QueueBound < 1)
        {
            throw new ArgumentException("The heartbeat interval is a minute or more, the queue bound 1 or more.");
        }
    }
}
