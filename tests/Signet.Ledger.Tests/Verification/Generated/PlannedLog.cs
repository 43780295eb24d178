using System.Globalization;
using System.Security.Cryptography;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Verification.Generated;

/// <summary>Writes a plan as a well-behaved auditor would. A step that can't be taken where it stands is a heartbeat.</summary>
internal sealed class PlannedLog : IDisposable
{
    private const string LogId = PlannedProducers.LogId;

    private static readonly CheckpointSigner[] Signers =
        [.. Enumerable.Range(0, 8).Select(i => new CheckpointSigner(LogId, Digest.Of([(byte)i]).ToArray()))];

    private static readonly byte[] RootSecret = [.. Enumerable.Repeat((byte)77, 32)];

    private readonly LogPlan _plan;
    private readonly RSA? _sealing;
    private readonly PlannedEntries _entries;
    private ChainKey? _key;
    private ChainHead _head = ChainHead.Empty;
    private int _chainKey = 1;

    public PlannedLog(LogPlan plan, RSA? sealing)
    {
        (_plan, _sealing, _entries) = (plan, sealing, new PlannedEntries(this));
        var opens = true;
        for (var i = 0; i < plan.Segments.Count; i++)
        {
            opens |= plan.Segments[i].Opens && Epoch < LogPlan.MaxEpochs;
            Write(plan.Segments[i], opens, last: i == plan.Segments.Count - 1, out opens);
        }
    }

    /// <summary>The entry at hand is written in a segment with this builder.</summary>
    public SegmentBuilder? Builder { get; private set; }

    public int Signer { get; set; }

    public LedgerSettings Settings { get; set; } = new()
    {
        RetainDays = 30,
        GapAfterSeconds = 600,
        MaxMergeDelaySeconds = 60,
        DedupeDays = 7,
        Anchors = new AnchorSettings
        {
            Required = 0,
            Tsas = [new AnchorAuthority("tsa.test", Digest.Zero)],
            MaxLagSeconds = 3_600,
            IdleSeconds = 86_400,
        },
    };

    public DateTimeOffset Now { get; private set; } = EntrySamples.Noon;

    public long Epoch { get; private set; }

    public long Entries { get; private set; }

    public long Commits { get; set; }

    public long Anchors { get; set; }

    public List<byte[]> Segments { get; } = [];

    public List<Checkpoint> Heads { get; } = [];

    public List<byte[]> Notes { get; } = [];

    /// <summary>What verification has to say of it: every hole, each accounted for.</summary>
    public IEnumerable<string> Holes => _entries.Numbers.SelectMany(numbers => numbers.Holes().Select(hole =>
        $"events {hole.From} to {hole.Through} of epoch {numbers.Epoch} of producer {numbers.Producer} never arrived"));

    public static CheckpointSigner SignerOf(int number) => Signers[number];

    public static int SignerCount => Signers.Length;

    public LogTrust Trust(bool full) => new()
    {
        LogId = LogId,
        CheckpointKey = Signers[0].VerifierKey,
        RootSecrets = full
            ? Enumerable.Range(1, 8).ToDictionary(KeyId, _ => (ReadOnlyMemory<byte>)RootSecret)
            : new Dictionary<string, ReadOnlyMemory<byte>>(),
        SealingKeys = full && _sealing is not null ? [_sealing] : [],
        CommitSecrets = PlannedProducers.CommitSecrets,
    };

    public void Append(EntryBody body)
    {
        Now = Now.AddSeconds(_plan.Variant % 7 * (Entries % 5));
        Builder!.Append(body, Now);
        Entries++;
    }

    public void Dispose() => _key?.Dispose();

    private static string KeyId(int number) => string.Create(CultureInfo.InvariantCulture, $"chain-{number}");

    private void Write(SegmentPlan plan, bool opens, bool last, out bool nextOpens)
    {
        if (opens)
        {
            Open();
        }

        Builder = new SegmentBuilder(LogId, KeyId(_chainKey), _key!, _head);
        if (_head.Size == 0)
        {
            Append(new GenesisBody
            {
                LogId = LogId,
                CreatedAt = Now,
                KeyId = KeyId(_chainKey),
                CheckpointVkey = Signers[0].VerifierKey.ToString(),
                SlotMode = "claim",
                Storage = "s3",
                Settings = Settings,
            });
        }

        if (opens)
        {
            var sealedKey = IsSealed ? SealedEpochKey.Seal(_key!, _sealing!, Signers[Signer], Builder.LastMac) : null;
            Append(new EpochBody { Epoch = Epoch, Writer = "auditor-1", KeyId = KeyId(_chainKey), SealedKey = sealedKey });
        }

        foreach (var (step, who, how) in plan.Steps)
        {
            _entries.Take(step, who, how);
        }

        nextOpens = false;
        if (last)
        {
            _entries.AccountForAll(_plan.Variant);
            if (_plan.Ends)
            {
                Append(new EndBody());
            }
        }
        else if (plan.Rotates && Epoch < LogPlan.MaxEpochs)
        {
            Append(new KeyBody { From = KeyId(_chainKey), To = KeyId(++_chainKey), Reason = "scheduled" });
            nextOpens = true;
        }

        Close();
    }

    private bool IsSealed => _plan.Sealed && (Epoch + _plan.Variant) % 3 > 0;

    private void Open()
    {
        Epoch++;
        _key?.Dispose();
        _key = IsSealed
            ? SealedEpochKey.Draw(Epoch, _head.NextSegment)
            : ChainKey.ForEpoch(RootSecret, LogId, Epoch, _head.NextSegment);
    }

    private void Close()
    {
        if (Builder!.Count == 0)
        {
            Append(new HeartbeatBody { IntervalSeconds = 300 });
        }

        var segment = Builder.Seal(Segments.Count % 2 == 0 ? Digest.Of([1]) : null, Now);
        Entries++;
        _head = segment.Head;
        _key!.Ratchet();
        Segments.Add(segment.Octets.ToArray());
        Heads.Add(new Checkpoint(LogId, _head.Size, segment.Root));
        Notes.Add(Signers[Signer].Sign(Heads[^1]));
    }
}
