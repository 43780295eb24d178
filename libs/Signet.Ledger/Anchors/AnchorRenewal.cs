using Signet.Ledger.Entries;

namespace Signet.Ledger.Anchors;

/// <summary>
/// Whether old evidence was stamped again before the certificates behind it lapsed. Every later anchor does that, since the tree that it
/// stamps holds the older anchors' entries; this finds the one that does.
/// </summary>
public static class AnchorRenewal
{
    /// <summary>
    /// How many anchors are tried as cover of one: the newest that were taken before its certificate lapses. Some rounds of a few
    /// authorities; what none of them covers counts as not covered.
    /// </summary>
    private const int Tried = 64;

    /// <summary>Assesses anchors that were verified, the tree heads they name included.</summary>
    /// <param name="anchors">The anchors of one log by number, ascending.</param>
    public static IReadOnlyList<RenewalItem> Assess(IReadOnlyList<(long Seq, AnchorBody Body)> anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        var items = new RenewalItem[anchors.Count];
        for (int i = anchors.Count - 1; i >= 0; i--)
        {
            (long seq, AnchorBody body) = anchors[i];
            DateTimeOffset expires = AnchorLifetime.ExpiresAt(body.Token) ?? DateTimeOffset.MinValue;
            RenewalItem? cover = Cover(items, i, seq, expires);
            items[i] = new RenewalItem(
                seq, body.Tsa, body.TreeSize, body.GenTime, expires, cover?.Seq, cover is null ? expires : cover.BackedUntil);
        }

        return items;
    }

    private static RenewalItem? Cover(RenewalItem[] items, int index, long seq, DateTimeOffset expires)
    {
        RenewalItem? best = null;
        int tried = 0;
        for (int i = LastBefore(items, index + 1, expires); i > index && tried < Tried; i--, tried++)
        {
            RenewalItem later = items[i];
            if (later.TreeSize > seq && later.GenTime < expires && later.BackedUntil > (best?.BackedUntil ?? expires))
            {
                best = later;
            }
        }

        return best;
    }

    /// <summary>The last anchor that was taken before a time; anchors stand in the order of their times but for seconds.</summary>
    private static int LastBefore(RenewalItem[] items, int from, DateTimeOffset time)
    {
        int low = from;
        int high = items.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = items[middle].GenTime < time ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
