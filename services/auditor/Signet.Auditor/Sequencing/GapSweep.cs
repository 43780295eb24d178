using Signet.Ledger.Entries;
using Signet.Ledger.State;

namespace Signet.Auditor.Sequencing;

/// <summary>Finds events that have been missing for longer than the log's <c>gap_after_seconds</c> (format 1, sections 1 and 5).</summary>
internal static class GapSweep
{
    /// <summary>The most gaps found at once; they stand in one segment. The rest is found the next time.</summary>
    public const int MaxGaps = 256;

    public static IReadOnlyList<EntryBody> Find(LogState state, DateTimeOffset now)
    {
        if (state.Settings is not { } settings)
        {
            return [];
        }

        List<EntryBody>? gaps = null;
        var patience = TimeSpan.FromSeconds(Math.Min(settings.GapAfterSeconds, int.MaxValue));
        foreach (var history in state.Producers)
        {
            foreach (var epoch in history.Epochs)
            {
                if (gaps?.Count >= MaxGaps)
                {
                    return gaps;
                }

                if (epoch.HoleSince is { } since && now - since >= patience && epoch.NextHole() is { } hole)
                {
                    (gaps ??= []).Add(
                        new GapBody { Producer = history.Producer, Epoch = epoch.Epoch, From = hole.From, Through = hole.Through });
                }

                if (!epoch.Closed && !epoch.SilenceReported && now - epoch.LastHeard >= patience)
                {
                    (gaps ??= []).Add(
                        new GapBody { Producer = history.Producer, Epoch = epoch.Epoch, From = epoch.Progress.End, NotClosed = true });
                }
            }
        }

        return gaps ?? [];
    }
}
