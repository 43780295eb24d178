using System.Collections.Concurrent;
using System.Globalization;
using Signet.Storage;

namespace Signet.Auditor.Publishing;

/// <summary>
/// Finds the entry of an event in a bounded number of reads. Every 65,536 entries make one sorted block, a derived object; which ids each
/// block spans is remembered (32 octets a block). Ids of UUIDv7 come nearly in order, so that mostly one block is read and never more than
/// <see cref="MaxReads"/>: a producer that makes ids of any time can make its own events hard to find, and nobody's else. Written by the
/// publisher alone, read by many. A wrong block gives no wrong receipt, since every proof is checked against the checkpoint.
/// </summary>
internal sealed class EventIndex(IDerivedStore derived, string logId)
{
    public const int MaxReads = 16;

    private const int BlocksInPage = 256;

    private readonly List<EventRecord> _tail = [];
    private readonly ConcurrentDictionary<Guid, long> _recent = new();
    private volatile EventBlock[] _blocks = [];

    /// <summary>How many blocks are stored.</summary>
    public int Blocks => _blocks.Length;

    /// <summary>Takes up what is stored for a log of so many entries; false when some of it is missing. The tail has to be added again.</summary>
    public async ValueTask<bool> ResumeAsync(long size, CancellationToken cancellationToken)
    {
        Reset();
        var count = (int)(size / EventBlock.Entries);
        var blocks = new EventBlock[count];
        for (var page = 0; page * BlocksInPage < count; page++)
        {
            var wanted = Math.Min(BlocksInPage, count - (page * BlocksInPage));
            if (await derived.ReadAsync(logId, PageName(page), cancellationToken).ConfigureAwait(false) is not { } octets ||
                octets.Length < wanted * EventBlock.Octets)
            {
                return false;
            }

            for (var i = 0; i < wanted; i++)
            {
                blocks[(page * BlocksInPage) + i] = EventBlock.Read(octets.Span[(i * EventBlock.Octets)..]);
            }
        }

        _blocks = blocks;
        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _tail.Clear();
        _recent.Clear();
        _blocks = [];
    }

    /// <summary>Adds an entry's event, in the order of entries. An id that comes twice names the first entry.</summary>
    public void Add(Guid id, long seq)
    {
        _tail.Add(new EventRecord(id, seq));
        _recent.TryAdd(id, seq);
    }

    /// <summary>Stores the block that the log has just completed.</summary>
    public async ValueTask CloseBlockAsync(CancellationToken cancellationToken)
    {
        var sorted = _tail.Order().ToArray();
        var number = _blocks.Length;
        await derived.PutAsync(logId, BlockName(number), EventRecord.Write(sorted), cancellationToken).ConfigureAwait(false);
        EventBlock[] blocks = [.. _blocks, EventBlock.Of(sorted)];
        var page = number / BlocksInPage;
        var octets = new byte[(blocks.Length - (page * BlocksInPage)) * EventBlock.Octets];
        for (var i = page * BlocksInPage; i < blocks.Length; i++)
        {
            blocks[i].Write(octets.AsSpan((i - (page * BlocksInPage)) * EventBlock.Octets));
        }

        await derived.PutAsync(logId, PageName(page), octets, cancellationToken).ConfigureAwait(false);
        _blocks = blocks;
        _tail.Clear();
        _recent.Clear();
    }

    /// <summary>The entry that should hold the event, or null.</summary>
    public async ValueTask<long?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_recent.TryGetValue(id, out var recent))
        {
            return recent;
        }

        var blocks = _blocks;
        var reads = 0;
        for (var number = blocks.Length - 1; number >= 0 && reads < MaxReads; number--)
        {
            if (!blocks[number].May(id))
            {
                continue;
            }

            reads++;
            if (await derived.ReadAsync(logId, BlockName(number), cancellationToken).ConfigureAwait(false) is { } octets &&
                Search(octets.Span, id) is { } seq)
            {
                return seq;
            }
        }

        return null;
    }

    private static long? Search(ReadOnlySpan<byte> sorted, Guid id)
    {
        var (low, high) = (0, sorted.Length / EventRecord.Octets);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = EventRecord.Read(sorted.Slice(middle * EventRecord.Octets, EventRecord.Octets)).Id.CompareTo(id) < 0
                ? (middle + 1, high)
                : (low, middle);
        }

        return low < sorted.Length / EventRecord.Octets && EventRecord.Read(sorted.Slice(low * EventRecord.Octets, EventRecord.Octets)) is var found &&
            found.Id == id
            ? found.Seq
            : null;
    }

    private static string BlockName(int number) => string.Create(CultureInfo.InvariantCulture, $"index/events/{number:d12}");

    private static string PageName(int page) => string.Create(CultureInfo.InvariantCulture, $"index/spans/{page:d12}");
}
