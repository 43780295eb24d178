namespace Signet.Gateway.Cluster.Policies;

/// <summary>
/// Finds the gateways that have gone without saying so. How long an entry has been there unchanged is measured from when it was first seen
/// here: clocks of others are believed in nothing.
/// </summary>
internal sealed class SilentGateways(TimeSpan after, TimeProvider time)
{
    private Dictionary<string, (CommitPolicyEntry Entry, long Since)> _known = new(StringComparer.Ordinal);

    /// <summary>Takes note of the entries, and gives those that have been silent for too long.</summary>
    public IReadOnlyList<CommitPolicyEntry> Look(IEnumerable<CommitPolicyEntry> entries)
    {
        var now = time.GetTimestamp();
        Dictionary<string, (CommitPolicyEntry, long)> seen = new(StringComparer.Ordinal);
        List<CommitPolicyEntry> silent = [];
        foreach (var entry in entries)
        {
            var since = _known.TryGetValue(entry.Name, out var known) && known.Entry == entry ? known.Since : now;
            seen[entry.Name] = (entry, since);
            if (time.GetElapsedTime(since, now) >= after)
            {
                silent.Add(entry);
            }
        }

        _known = seen;
        return silent;
    }
}
