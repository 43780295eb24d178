using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Storage;

namespace Signet.Auditor.Tests.Recovery;

/// <summary>A log of a billion entries of which only the last segments are there to be read; says that the others are, and counts the questions.</summary>
internal sealed class HugeLog : ISegmentStore, IDerivedStore
{
    private const long FirstBuilt = 20_000_000;
    private const long FirstSize = 1_000_000_000;
    private const int StateEvery = 4;

    private readonly Dictionary<long, ReadOnlyMemory<byte>> _segments = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _states = [];

    /// <param name="segments">How many segments end the log; the first has a state, and so has every fourth behind it.</param>
    /// <param name="statesLost">How many of the newest states were never stored.</param>
    public HugeLog(int segments, int statesLost)
    {
        var options = TestAuditor.Options();
        var state = LogStates.Begun(HastyTime.Start);
        var random = new Random(1);
        state.Head = new ChainHead
        {
            NextSegment = FirstBuilt,
            Size = FirstSize,
            LastMac = Any(random),
            PrevSegment = Any(random),
            RecordedAt = HastyTime.Start,
            Edge = [.. Enumerable.Range(0, System.Numerics.BitOperations.PopCount((ulong)FirstSize)).Select(_ => Any(random))],
        };
        using var key = ChainKey.ForEpoch(options.ChainRootSecret.Span, options.LogId, 2, FirstBuilt);
        var named = new List<string>();
        for (var segment = FirstBuilt; segment < FirstBuilt + segments; segment++)
        {
            var builder = new SegmentBuilder(options.LogId, options.ChainKeyId, key, state.Head);
            EntryBody body = segment == FirstBuilt
                ? new EpochBody { Epoch = 2, Writer = "w", KeyId = options.ChainKeyId }
                : new HeartbeatBody { IntervalSeconds = 300 };
            var seq = builder.NextSeq;
            builder.Append(body, HastyTime.Start);
            state.Apply(new Entry(seq, HastyTime.Start, body));
            byte[]? octets = null;
            if ((segment - FirstBuilt) % StateEvery == 0)
            {
                octets = StateCodec.Write(state, builder.BeforeSeal)!;
                named.Add(StateCodec.NameOf(segment));
                _states[named[^1]] = octets;
            }

            var sealedSegment = builder.Seal(octets is null ? null : Digest.Of(octets), HastyTime.Start);
            _segments[segment] = sealedSegment.Octets.ToArray();
            state.Head = sealedSegment.Head;
            key.Ratchet();
        }

        foreach (var name in named.TakeLast(statesLost))
        {
            _states.Remove(name);
        }

        Size = state.Head.Size;
    }

    public long Size { get; }

    public int Reads { get; private set; }

    public int Probes { get; private set; }

    public StoreProtection Protection => StoreProtection.NotWriteProtected;

    /// <summary>As a store without an order of its own finds it: doubling, then halving.</summary>
    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken)
    {
        var (present, absent) = (0L, 1L);
        while (IsThere(absent))
        {
            (present, absent) = (absent, absent * 2);
        }

        while (absent - present > 1)
        {
            var middle = (present + absent) / 2;
            (present, absent) = IsThere(middle) ? (middle, absent) : (present, middle);
        }

        return ValueTask.FromResult<long?>(present);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        Reads++;
        return ValueTask.FromResult<ReadOnlyMemory<byte>?>(_segments[segment]);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken)
    {
        Reads++;
        return ValueTask.FromResult(_states.TryGetValue(name, out var octets) ? octets : default(ReadOnlyMemory<byte>?));
    }

    public ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        _states[name] = octets;
        return ValueTask.CompletedTask;
    }

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static Digest Any(Random random)
    {
        var octets = new byte[Digest.Size];
        random.NextBytes(octets);
        return new Digest(octets);
    }

    private bool IsThere(long segment)
    {
        Probes++;
        return segment < FirstBuilt + _segments.Count;
    }
}
