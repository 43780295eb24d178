using Signet.Gateway.Flow;
using Signet.Ledger.Events;
using Signet.Messaging;

namespace Signet.Gateway.Commits;

/// <summary>
/// What a producer has numbered and whose fate isn't known yet, in the order of its numbers. An event once signed keeps its octets until a
/// transport tells its fate. Belongs to the publisher's loop.
/// </summary>
internal sealed class CommitBatch(CommitSigner signer, string producerId, Guid epoch)
{
    private readonly List<PendingCommit> _events = [];
    private readonly List<UnsignedEvent> _unsigned = [];
    private List<ReadOnlyMemory<byte>> _wires = [];

    /// <summary>The number of the next event.</summary>
    public long NextSeq { get; private set; }

    public int Count => _events.Count;

    /// <summary>As many as one signature can cover.</summary>
    public bool IsFull => _events.Count >= EventSignature.MaxBatch;

    public IReadOnlyList<PendingCommit> Events => _events;

    /// <summary>Numbers and writes an event; false, and no number is used, when it breaks a limit of the format.</summary>
    public bool TryAdd(PendingCommit pending)
    {
        if (!TryAdd(pending, new ProducerPosition(producerId, epoch, NextSeq)))
        {
            return false;
        }

        NextSeq++;
        return true;
    }

    /// <summary>Writes an event that stands at a place of another epoch; false when it breaks a limit of the format.</summary>
    public bool TryAdd(PendingCommit pending, ProducerPosition position)
    {
        try
        {
            _unsigned.Add(new UnsignedEvent(new CommitEvent
            {
                Id = pending.Draft.Id ?? RandomPool.Version7(pending.OccurredAt),
                OccurredAt = pending.OccurredAt,
                Producer = position,
                Phase = pending.Draft.Phase,
                Details = pending.Draft.Details,
                Metadata = pending.Draft.Metadata,
            }));
        }
        catch (ArgumentException)
        {
            return false;
        }

        _events.Add(pending);
        return true;
    }

    /// <summary>Signs what was added since the last time, with one signature.</summary>
    public void Sign()
    {
        if (_unsigned.Count == 0)
        {
            return;
        }

        var signed = signer.SignBatch(_unsigned);
        for (var i = 0; i < signed.Length; i++)
        {
            _events[_events.Count - signed.Length + i].Signed = signed[i];
        }

        _unsigned.Clear();
    }

    /// <summary>The octets to send, in a list that is used again.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Wires()
    {
        _wires.Clear();
        foreach (var pending in _events)
        {
            _wires.Add(pending.Signed!.Wire);
        }

        return _wires;
    }

    /// <summary>A transport that was left alone may still read the list, so the next one is another.</summary>
    public void LeaveWires() => _wires = [];

    /// <summary>Forgets the events whose fate is known; those to be sent again stay, in their order.</summary>
    public void Keep(IReadOnlyList<CommitOutcome> outcomes)
    {
        var kept = 0;
        for (var i = 0; i < _events.Count; i++)
        {
            if (outcomes[i] is not (CommitOutcome.Recorded or CommitOutcome.Quarantined))
            {
                _events[kept++] = _events[i];
            }
        }

        _events.RemoveRange(kept, _events.Count - kept);
    }
}
