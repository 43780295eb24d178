namespace Signet.Messaging;

/// <summary>A checkpoint that is due an anchor (ledger format 1, section 8).</summary>
/// <param name="Size">The newest checkpoint's size in leaves, at least 1.</param>
/// <param name="Root">Its tree head: 32 octets.</param>
/// <param name="OldestAt">The <c>recorded_at</c> of the oldest entry that no anchor covers yet and that counts for the lag.</param>
/// <param name="Epoch">The epoch of the writer that made the checkpoint; a greater one than before says that another took over.</param>
public sealed record AnchorDuty(long Size, ReadOnlyMemory<byte> Root, DateTimeOffset OldestAt, long Epoch = 0);
