namespace Signet.Ledger.Segments;

/// <summary>One entry line of a segment.</summary>
/// <param name="Entry">The entry's octets as stored.</param>
/// <param name="Mac">The MAC beside it.</param>
public readonly record struct SegmentLine(ReadOnlyMemory<byte> Entry, Digest Mac);
