namespace Signet.Messaging.Spool;

/// <summary>Reads the frames of a segment, and tells what a crash tore from what was damaged later.</summary>
internal static class SpoolReader
{
    /// <summary>The frame at a position that is known to be durable.</summary>
    /// <exception cref="SpoolException">It isn't what was written there.</exception>
    public static SpoolFrame ReadDurable(ISpoolFile file, SpoolPosition at, long length) =>
        TryRead(file, at, length) ?? throw SpoolException.Damaged(at.Segment, at.Offset, "what was stored there isn't there any more.");

    /// <summary>
    /// The frame at a position, up to which the segment is in order; null when a crash tore it, or nothing follows. A frame is written only
    /// once the one before it is durable, so a torn one is the last, and it shows: it is too short, or sectors of it never reached the disk.
    /// Whatever else is wrong was durable once.
    /// </summary>
    /// <exception cref="SpoolException">It was damaged.</exception>
    public static SpoolFrame? ReadOrTorn(ISpoolFile file, SpoolPosition at, long length)
    {
        if (TryRead(file, at, length) is { } frame)
        {
            return frame;
        }

        // No more than one frame can follow what is durable; and whatever is longer holds one that came later.
        byte[] rest = new byte[Math.Min(length - at.Offset, 2L * SpoolSector.RoundUp(SpoolFrameHeader.Size + SpoolFrame.MaxLength))];
        int read = file.Read(rest, at.Offset);
        if (read < length - at.Offset)
        {
            throw SpoolException.Damaged(at.Segment, at.Offset, "more was written behind what can't be read.");
        }

        bool isNamed = SpoolFrameHeader.TryRead(rest, out var header);
        for (int start = SpoolSector.Size; start < read; start += SpoolSector.Size)
        {
            if (SpoolFrameHeader.TryRead(rest.AsSpan(start, read - start), out var later) && later.FirstRecord > at.Record)
            {
                throw SpoolException.Damaged(at.Segment, at.Offset, "more was written behind what can't be read.");
            }
        }

        bool isTorn = isNamed && header.FirstRecord == at.Record
            ? read < header.Extent || SpoolSector.HasHole(rest.AsSpan(0, header.Extent))
            : SpoolSector.HasHole(rest.AsSpan(0, read));
        return isTorn ? null : throw SpoolException.Damaged(at.Segment, at.Offset, "it was changed after it was stored.");
    }

    private static SpoolFrame? TryRead(ISpoolFile file, SpoolPosition at, long length)
    {
        byte[] head = new byte[SpoolFrameHeader.Size];
        if (length - at.Offset < SpoolSector.Size || file.Read(head, at.Offset) < head.Length || !SpoolFrameHeader.TryRead(head, out var header) ||
            header.FirstRecord != at.Record || header.Extent > length - at.Offset)
        {
            return null;
        }

        byte[] octets = new byte[header.Extent];
        return file.Read(octets, at.Offset) == octets.Length && SpoolFrame.TryRead(header, octets, at.Chain, out var frame) ? frame : null;
    }
}
