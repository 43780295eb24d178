using Signet.Ledger;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// The digests of the events that this writer has chained last, of whatever producer. A state keeps those of a few thousand for each
/// epoch; a broker that was slow to hear of an acknowledgement sends again what is older than that, and it must not look like another
/// event under a used number. About 80 octets for each. Owned by the sequencer.
/// </summary>
internal sealed class ChainedEvents
{
    /// <summary>How many are remembered.</summary>
    internal const int Kept = 131_072;

    private readonly HashSet<Digest> _digests = [];
    private readonly Queue<Digest> _order = [];

    /// <summary>Takes note of an event that was appended.</summary>
    public void Add(Digest digest)
    {
        if (!_digests.Add(digest))
        {
            return;
        }

        _order.Enqueue(digest);
        if (_order.Count > Kept)
        {
            _digests.Remove(_order.Dequeue());
        }
    }

    /// <summary>True for an event that is remembered: its octets name its producer and number, so it is that very event.</summary>
    public bool Contains(Digest digest) => _digests.Contains(digest);
}
