using Signet.Ledger.Events;

namespace Signet.Ledger.Tests.Verification.Generated;

/// <summary>Which numbers of a producer epoch stand in the log, which were left out, and what was signed and not stored yet.</summary>
internal sealed class ProducerNumbers(int who, int epoch)
{
    public string Producer { get; } = PlannedProducers.Name(who);

    public Guid Epoch { get; } = PlannedProducers.Epoch(epoch);

    public long Next { get; set; }

    /// <summary>Left out so far, ascending.</summary>
    public SortedSet<long> Late { get; } = [];

    /// <summary>In the log.</summary>
    public SortedSet<long> Stored { get; } = [];

    /// <summary>The rest of a batch.</summary>
    public Queue<SignedEvent> Waiting { get; } = [];

    /// <summary>The runs of numbers below the greatest stored one that aren't in the log.</summary>
    public IEnumerable<(long From, long Through)> Holes()
    {
        var next = 0L;
        foreach (var seq in Stored)
        {
            if (seq > next)
            {
                yield return (next, seq - 1);
            }

            next = seq + 1;
        }
    }
}
