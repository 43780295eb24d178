using Signet.Ledger;

namespace Signet.Auditor.Publishing;

/// <summary>How far tiles and checkpoint have been written. Immutable.</summary>
/// <param name="Segment">The last segment in them.</param>
/// <param name="Size">The tree size.</param>
/// <param name="Root">The tree head.</param>
/// <param name="Note">The signed checkpoint.</param>
internal sealed record PublishedLog(long Segment, long Size, Digest Root, ReadOnlyMemory<byte> Note);
