using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;

namespace Signet.Ledger.Verification;

/// <summary>
/// Reads segments that follow each other, as much as can be said of them apart from the walk, on as many threads as it is given.
/// Everything here is independent from entry to entry; what depends on order is the walk's.
/// </summary>
internal sealed class WindowReader(LogTrust trust, ProducerWalk producers, int parallelism) : IDisposable
{
    // Long enough that handing a run to a thread costs nothing beside it, short enough that one large segment keeps all threads busy.
    private const int RunLength = 64;

    private readonly KeyForecast _keys = new(trust);
    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = parallelism == 0 ? -1 : parallelism };

    /// <summary>The number of runs of so many entries.</summary>
    public static int RunsOf(int entries) => (entries + RunLength - 1) / RunLength;

    /// <summary>Reads segments; dispose each reading when the walk is done with it.</summary>
    public SegmentReading[] Read(IReadOnlyList<StoredSegment> segments)
    {
        var readings = new SegmentReading[segments.Count];
        ForEach(readings.Length, i =>
        {
            readings[i] = new SegmentReading(segments[i]);
            readings[i].TakeApart();
        });
        foreach (var reading in readings)
        {
            if (reading.Segment is { } segment)
            {
                var opener = EntryCodec.ReadFacts(segment.Lines[reading.OpenerLine].Entry.Span).Body as EpochBody;
                reading.Key = _keys.For(reading.Number, segment.Header, opener);
            }
        }

        // A run of -1 stands for the digests of the object itself.
        var work = new List<(SegmentReading Reading, int Run)>();
        foreach (var reading in readings)
        {
            if (reading.Segment is not null)
            {
                work.Add((reading, -1));
                work.AddRange(Enumerable.Range(0, reading.Runs.Length).Select(run => (reading, run)));
            }
        }

        ForEach(work.Count, i => ReadRun(work[i].Reading, work[i].Run));
        foreach (var reading in readings)
        {
            producers.ResolveKeys(reading);
        }

        ForEach(work.Count, i => CheckSignatures(work[i].Reading, work[i].Run));
        return readings;
    }

    /// <summary>Goes on from a key that the walk has.</summary>
    public void Resume(ChainKey? key) => _keys.Resume(key);

    public void Dispose() => _keys.Dispose();

    private static (int From, int Through) Bounds(SegmentReading reading, int run) =>
        (run * RunLength, Math.Min((run + 1) * RunLength, reading.Count));

    private static void ReadRun(SegmentReading reading, int run)
    {
        var segment = reading.Segment!;
        if (run < 0)
        {
            _ = segment.Whole;
            return;
        }

        var (from, through) = Bounds(reading, run);
        var first = segment.Header.FirstSeq;
        var range = new MerkleRange(first + from);
        for (var i = from; i < through; i++)
        {
            var (entry, mac) = segment.Lines[i];
            reading.Facts[i] = EntryCodec.ReadFacts(entry.Span);
            var leaf = MerkleTree.HashLeaf(entry.Span);
            reading.Leaves[i] = leaf;
            range.Append(leaf);
            reading.MacsHold[i] = i > 0 && reading.Key is { } key && key.MacEntry(first + i, leaf, segment.Lines[i - 1].Mac) == mac;
        }

        reading.Runs[run] = range;
    }

    private void CheckSignatures(SegmentReading reading, int run)
    {
        if (run >= 0)
        {
            var (from, through) = Bounds(reading, run);
            for (var i = from; i < through; i++)
            {
                reading.Signatures[i] = producers.Check(reading, i);
            }
        }
    }

    private void ForEach(int count, Action<int> body)
    {
        // Few segments of few entries, as a log just begun has, are sooner done than handed over.
        if (count <= 2 || parallelism == 1)
        {
            for (var i = 0; i < count; i++)
            {
                body(i);
            }
        }
        else
        {
            Parallel.For(0, count, _options, body);
        }
    }
}
