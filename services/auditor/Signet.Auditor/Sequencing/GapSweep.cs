using Signet.Auditor.State;
using Signet.Ledger.Entries;

namespace Signet.Auditor.Sequencing;

/// <summary>Finds events that have been missing for longer than the log's <c>gap_after_seconds</c> (format 1, sections 1 and 5).</summary>
internal static class GapSweep
{
    public static IReadOnlyList<EntryBody> Find(LogState state, DateTimeOffset now)
    {
        if (state.Settings is not { } settings)
        {
            return [];
        }

        List<EntryBody>? gaps = null;
        var patience = TimeSpan.FromSeconds(settings.GapAfterSeconds);
        foreach (var (producer, epochs) in state.Producers)
        {
            foreach (var epoch in epochs)
            {
                if (epoch.GapReported || now - epoch.LastHeard < patience || (epoch.Closed && epoch.Progress.Above.Count == 0))
                {
                    continue;
                }

                var missing = epoch.Progress.Above.Count > 0;
                gaps ??= [];
                gaps.Add(new GapBody
                {
                    Producer = producer,
                    Epoch = epoch.Epoch,
                    From = epoch.Progress.Next,
                    Through = missing ? epoch.Progress.Above.First() - 1 : null,
                    NotClosed = !missing,
                });
            }
        }

        return gaps ?? [];
    }
}
