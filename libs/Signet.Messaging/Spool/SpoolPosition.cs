using Signet.Ledger;

namespace Signet.Messaging.Spool;

/// <summary>Where the next frame of a segment is to be read, and what it has to follow.</summary>
internal readonly record struct SpoolPosition(long Segment, long Offset, long Record, Digest Chain)
{
    public static SpoolPosition StartOf(SpoolSegment segment) => new(segment.Number, SpoolSector.Size, segment.FirstRecord, segment.Chain);

    public SpoolPosition Behind(SpoolFrameHeader frame) => this with
    {
        Offset = Offset + frame.Extent,
        Record = frame.FirstRecord + frame.Count,
        Chain = frame.Chain,
    };
}
