using Signet.Cli.Counting;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Cli.Reports;

/// <summary>Takes the entries of a period one by one and keeps what a report says of them. Flat in memory: long lists keep their end.</summary>
internal sealed class ReportCollector(Period period)
{
    /// <summary>The most entries of one kind that are listed one by one.</summary>
    public const int MaxListed = 100;

    private readonly Dictionary<string, RecentEntries> _recent = new(StringComparer.Ordinal);

    public Period Period { get; } = period;

    public long Entries { get; private set; }

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public DecisionTally Total { get; } = new();

    public BoundedTable<DecisionTally> Owners { get; } = new();

    public BoundedTable<DecisionTally> Models { get; } = new();

    public BoundedTable<DecisionTally> Days { get; } = new();

    public BoundedTable<CoverageTally> Checks { get; } = new();

    public BoundedTable<CountedWord> Policies { get; } = new();

    public BoundedTable<CountedWord> Quarantined { get; } = new();

    public RecentEntries Recent(string kind) => _recent.TryGetValue(kind, out var list) ? list : _recent[kind] = new RecentEntries(MaxListed);

    public void Add(Entry entry)
    {
        if (!Period.Holds(entry.RecordedAt))
        {
            return;
        }

        Entries++;
        First ??= entry.RecordedAt;
        Last = entry.RecordedAt;
        switch (entry.Body)
        {
            case CommitBody { SignedEvent.Event: { Details: { } details } value }:
                Add(entry, value, details);
                break;
            case QuarantineBody quarantine:
                Quarantined[quarantine.Why.ToString()].Count += quarantine.Count;
                break;
            case AnchorBody or VerificationBody or GapBody:
                Recent(entry.Body.Type).Add(entry);
                break;
            default:
                break;
        }
    }

    private void Add(Entry entry, CommitEvent value, EventDecisionDetails details)
    {
        Total.Add(value.Phase, details);
        Owners[Dimension.OwnerOf(details.Owner)].Add(value.Phase, details);
        Models[details.Request.Model ?? ""].Add(value.Phase, details);
        Days[Dimension.Named("day").Of(entry)!].Add(value.Phase, details);
        Policies[details.PolicySha256.ToString()].Count += details.Count ?? 1;
        Checks[details.Check].AddDecision(details.Decision, details.Count ?? 1);
        foreach (var coverage in details.Coverage)
        {
            Checks[coverage.Check].Add(coverage);
        }

        if (details.Decision is EventDecision.Block or EventDecision.Escalate)
        {
            Recent(details.Decision == EventDecision.Block ? "denial" : "escalation").Add(entry);
        }
    }
}
