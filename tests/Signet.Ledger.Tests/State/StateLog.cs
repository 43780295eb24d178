using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Verification;

namespace Signet.Ledger.Tests.State;

/// <summary>Writes a log with its state objects as an auditor would, and keeps both.</summary>
/// <param name="every">Which segments have a state, besides those that open an epoch.</param>
internal sealed class StateLog(int every = 1) : IDisposable
{
    public const string LogId = EventSamples.LogId;

    private ChainKey? _key;
    private bool _opens = true;
    private DateTimeOffset _now = EntrySamples.Noon;

    public LogState State { get; } = new();

    public List<byte[]> Segments { get; } = [];

    /// <summary>The state objects, by their segments.</summary>
    public SortedDictionary<long, byte[]> States { get; } = [];

    public static ChainKey? KeyOf(EpochBody epoch, long segment) =>
        ChainKey.ForEpoch(LogBuilder.Secret(epoch.KeyId), LogId, epoch.Epoch, segment);

    public static byte[] Write(LogState state) => StateCodec.Write(state, state.Head)!;

    public static LogReplay Replay(LogState? from = null) => new(LogId, KeyOf, from);

    public LogReplay ReplayAll()
    {
        var replay = Replay();
        for (var number = 0; number < Segments.Count; number++)
        {
            Xunit.Assert.Null(replay.Apply(number, Segments[number]));
        }

        return replay;
    }

    public void NextEpoch() => _opens = true;

    public void Wait(TimeSpan time) => _now += time;

    /// <summary>Writes one segment; genesis and epoch entries are put where they belong, an epoch behind a <c>key</c> entry too.</summary>
    public void Segment(params IEnumerable<EntryBody> bodies) => Segment(bodies, named: null);

    /// <summary>Writes one segment whose seal names this digest, where one is given.</summary>
    public void Segment(IEnumerable<EntryBody> bodies, Digest? named)
    {
        if (_opens)
        {
            var keyId = State.Head.Size == 0 ? "chain-1" : State.NextKeyId;
            var epoch = new EpochBody { Epoch = State.Epoch + 1, Writer = "auditor-1", KeyId = keyId };
            _key?.Dispose();
            _key = KeyOf(epoch, State.Head.NextSegment);
            bodies = State.Head.Size == 0 ? [Genesis(keyId), epoch, .. bodies] : [epoch, .. bodies];
            _opens = false;
        }

        var builder = new SegmentBuilder(LogId, State.NextKeyId is "" ? "chain-1" : State.NextKeyId, _key!, State.Head);
        foreach (var body in bodies)
        {
            Append(builder, body);
        }

        var state = State.Head.NextSegment == State.EpochSegment || State.Head.NextSegment % every == 0
            ? StateCodec.Write(State, builder.BeforeSeal)
            : null;
        var segment = builder.Seal(named ?? (state is null ? null : Digest.Of(state)), _now = _now.AddSeconds(7));
        if (state is not null)
        {
            States.Add(segment.Segment, state);
        }

        State.Head = segment.Head;
        _key!.Ratchet();
        Segments.Add(segment.Octets.ToArray());
    }

    public void Dispose() => _key?.Dispose();

    private static GenesisBody Genesis(string keyId)
    {
        using var log = new LogBuilder();
        return log.Genesis() with { KeyId = keyId };
    }

    private void Append(SegmentBuilder builder, EntryBody body)
    {
        // A tree that isn't there yet can't have been stamped.
        body = body is AnchorBody anchor ? anchor with { TreeSize = Math.Min(anchor.TreeSize, builder.NextSeq) } : body;
        var seq = builder.NextSeq;
        builder.Append(body, _now = _now.AddSeconds(7));
        State.Apply(new Entry(seq, builder.RecordedAt, body));
        _opens |= body is KeyBody;
    }
}
