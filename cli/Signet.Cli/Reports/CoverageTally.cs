using Signet.Ledger.Events;

namespace Signet.Cli.Reports;

/// <summary>What a check decided, and what it saw.</summary>
internal sealed class CoverageTally
{
    private readonly long[] _decided = new long[Enum.GetValues<EventDecision>().Length];

    public long Ran { get; private set; }

    public long NotRun { get; private set; }

    public long Seen { get; private set; }

    public long Skipped { get; private set; }

    public long Unread { get; private set; }

    public long Decided(EventDecision decision) => _decided[(int)decision];

    public void AddDecision(EventDecision decision, long count) => _decided[(int)decision] += count;

    public void Add(EventCoverage coverage)
    {
        Ran += coverage.Decision is null ? 0 : 1;
        NotRun += coverage.Decision is null ? 1 : 0;
        Seen += coverage.Seen;
        Skipped += coverage.Skipped;
        Unread += coverage.Unread;
    }
}
