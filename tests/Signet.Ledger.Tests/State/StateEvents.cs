using System.Collections.Concurrent;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;

namespace Signet.Ledger.Tests.State;

/// <summary>Small events of any producer, signed once each, and anchors.</summary>
internal static class StateEvents
{
    private static readonly CommitSigner Signer = EventSamples.Signer();
    private static readonly ConcurrentDictionary<(ProducerPosition Position, EventPhase Phase), CommitBody> Signed = [];

    public static CommitBody Commit(string producer, Guid epoch, long seq, EventPhase phase = EventPhase.Alive) =>
        Signed.GetOrAdd((new ProducerPosition(producer, epoch, seq), phase), static key => new CommitBody
        {
            SignedEvent = Signer.Sign(new CommitEvent
            {
                Id = EventSamples.Uuid7(key.Position.Seq),
                OccurredAt = EntrySamples.Noon,
                Producer = key.Position,
                Phase = key.Phase,
                Metadata = [],
            }),
        });

    /// <summary>An anchor that was asked for a minute before its authority stamped it.</summary>
    public static AnchorBody Anchor(long treeSize, DateTimeOffset at) => new()
    {
        TreeSize = treeSize,
        Root = new byte[Digest.Size],
        Tsa = "tsa-1",
        Policy = "1.2.3",
        GenTime = at,
        Nonce = new byte[8],
        RequestedAt = at.AddMinutes(-1),
        ReceivedAt = at,
        Token = new byte[4],
    };
}
