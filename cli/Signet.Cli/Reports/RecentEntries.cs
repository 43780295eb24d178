using Signet.Ledger.Entries;

namespace Signet.Cli.Reports;

/// <summary>The last entries of a kind, and how many there were.</summary>
internal sealed class RecentEntries(int most)
{
    private readonly Queue<Entry> _last = new();

    public long Count { get; private set; }

    public IEnumerable<Entry> Last => _last;

    public void Add(Entry entry)
    {
        Count++;
        if (_last.Count == most)
        {
            _last.Dequeue();
        }

        _last.Enqueue(entry);
    }
}
