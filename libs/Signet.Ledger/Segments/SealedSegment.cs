namespace Signet.Ledger.Segments;

/// <summary>A complete segment, ready to be stored.</summary>
/// <param name="LogId">The log.</param>
/// <param name="Segment">Its number.</param>
/// <param name="Octets">The whole object; valid until the builder's <see cref="SegmentBuffer"/> is taken again.</param>
/// <param name="Head">Where the log ends once it is stored.</param>
/// <param name="Root">The tree head then.</param>
public sealed record SealedSegment(string LogId, long Segment, ReadOnlyMemory<byte> Octets, ChainHead Head, Digest Root);
