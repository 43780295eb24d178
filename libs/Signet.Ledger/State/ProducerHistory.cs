namespace Signet.Ledger.State;

/// <summary>What is remembered of one producer: its latest epochs, and how far back the others go. Not safe for concurrent use.</summary>
public sealed class ProducerHistory
{
    /// <summary>Epochs remembered for each producer (format 1, section 5).</summary>
    public const int EpochsKept = 64;

    private readonly List<ProducerEpoch> _epochs;

    internal ProducerHistory(string producer)
        : this(producer, [], null)
    {
    }

    /// <summary>The history as it was.</summary>
    internal ProducerHistory(string producer, List<ProducerEpoch> epochs, Guid? floor) =>
        (Producer, _epochs, Floor) = (producer, epochs, floor);

    /// <summary>The producer's name.</summary>
    public string Producer { get; }

    /// <summary>The epochs, in the order in which they were first heard of: it decides which is forgotten.</summary>
    public IReadOnlyList<ProducerEpoch> Epochs => _epochs;

    /// <summary>The greatest epoch that was forgotten; null before the first.</summary>
    public Guid? Floor { get; private set; }

    /// <summary>The epoch of this name, where it is remembered.</summary>
    public ProducerEpoch? Find(Guid epoch)
    {
        foreach (var known in _epochs)
        {
            if (known.Epoch == epoch)
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>True for an epoch that can't be told from a forgotten one.</summary>
    internal bool IsBelowFloor(Guid epoch) => Floor is { } floor && epoch.CompareTo(floor) <= 0;

    /// <param name="epoch">The epoch.</param>
    /// <param name="at">The time of the entry that names it.</param>
    /// <param name="remembered">How long a finished epoch is remembered.</param>
    internal ProducerEpoch FindOrAdd(Guid epoch, DateTimeOffset at, TimeSpan remembered)
    {
        if (Find(epoch) is { } found)
        {
            return found;
        }

        foreach (var older in _epochs.Where(older => older.IsFinished).ToArray())
        {
            older.Forget(ProducerEpoch.DigestsKeptOfFinished);
            if (at - older.LastHeard > remembered)
            {
                Drop(older);
            }
        }

        if (_epochs.Count == EpochsKept)
        {
            // The oldest that ended properly goes first; one that did not, only when all did not.
            Drop(_epochs.Find(known => known.IsFinished) ?? _epochs[0]);
        }

        found = new ProducerEpoch(epoch);
        _epochs.Add(found);
        return found;
    }

    private void Drop(ProducerEpoch dropped)
    {
        _epochs.Remove(dropped);
        if (!IsBelowFloor(dropped.Epoch))
        {
            Floor = dropped.Epoch;
        }
    }
}
