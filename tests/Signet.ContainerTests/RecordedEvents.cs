using Signet.Ledger.Entries;
using Signet.Ledger.Receipts;

namespace Signet.ContainerTests;

/// <summary>What callers were told, against what stands in the log.</summary>
internal static class RecordedEvents
{
    /// <summary>True when each promise is kept by an entry.</summary>
    public static bool KeepAll(List<EntryBody> bodies, IReadOnlyCollection<PromiseReceipt> promises)
    {
        var digests = bodies.OfType<CommitBody>().Select(body => body.SignedEvent.Digest).ToHashSet();
        return promises.All(promise => digests.Contains(promise.Digest));
    }

    /// <summary>Each producer's numbers from 0 without a hole, each once; nothing in quarantine, and no gap.</summary>
    public static int AssertEachOnce(List<EntryBody> bodies)
    {
        var positions = bodies.OfType<CommitBody>().Select(body => body.SignedEvent.Event.Producer).ToList();
        foreach (var producer in positions.GroupBy(position => (position.Id, position.Epoch)))
        {
            Assert.Equal(
                Enumerable.Range(0, producer.Count()).Select(number => (long)number), producer.Select(position => position.Seq).Order());
        }

        Assert.DoesNotContain(bodies, body => body is QuarantineBody or GapBody { NotClosed: false });
        return positions.Count;
    }
}
