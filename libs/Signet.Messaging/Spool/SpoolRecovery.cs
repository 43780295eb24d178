using Signet.Ledger;

namespace Signet.Messaging.Spool;

/// <summary>
/// Finds out what a spool holds when it is opened, after a crash or not, and changes nothing but what is certainly left over. The newest segment
/// with a whole header decides: each header names the segment before it and how much of that holds, so a file that a failed write left
/// behind is not part of the spool. All of what is part of it is checked and made durable before any of it is sent.
/// </summary>
internal static class SpoolRecovery
{
    /// <returns>The segments, oldest first; the last event of all; the digest that the next frame follows; and the greatest number in use.</returns>
    /// <exception cref="SpoolException">Something that was durable is missing or damaged.</exception>
    /// <exception cref="IOException">The directory can't be read, synchronised or cleaned.</exception>
    public static (List<SpoolSegment> Segments, ReadOnlyMemory<byte>? Last, Digest Chain, long LastNumber) Recover(ISpoolDisk disk, long cursor)
    {
        var numbers = disk.Segments();
        var segments = new List<SpoolSegment>();
        (ReadOnlyMemory<byte>? Last, Digest? Chain) tail = default;
        try
        {
            foreach (var (header, file, limit) in Linked(disk, numbers, cursor))
            {
                segments.Insert(0, Read(header, file, limit, segments.Count == 0 ? null : segments[0], ref tail));
            }

            Require(segments, cursor);
        }
        catch
        {
            segments.ForEach(segment => segment.File.Dispose());
            throw;
        }

        foreach (long leftover in numbers.Where(number => segments.All(segment => segment.Number != number)))
        {
            disk.RemoveSegment(leftover);
        }

        return (segments, tail.Last, tail.Chain ?? Digest.Zero, numbers.Count == 0 ? -1 : numbers[^1]);
    }

    /// <summary>The chain of headers, newest first, as far back as something was not delivered; with how much of each file holds.</summary>
    private static IEnumerable<(SpoolSegmentHeader Header, ISpoolFile File, long? Limit)> Linked(ISpoolDisk disk, IReadOnlyList<long> numbers, long cursor)
    {
        (long Number, long? Limit)? next = null;
        byte[] sector = new byte[SpoolSector.Size];
        for (int i = numbers.Count - 1; i >= 0; i--)
        {
            long number = numbers[i];
            if (next is { } wanted && number > wanted.Number)
            {
                continue;
            }

            if (next is { } missing && number < missing.Number)
            {
                yield break;
            }

            var file = disk.OpenSegment(number);
            int read = file.Read(sector, 0);
            if (!SpoolSegmentHeader.TryRead(sector.AsSpan(0, read), out var header) || header.Number != number)
            {
                file.Dispose();
                if (next is null && (read == 0 || SpoolSector.HasHole(sector.AsSpan(0, read))))
                {
                    // A crash before its header was durable: nothing was acknowledged of it.
                    continue;
                }

                throw SpoolException.Damaged(number, 0, "its header was changed after it was stored.");
            }

            file.Flush();
            yield return (header, file, next?.Limit);
            if (header.Previous < 0)
            {
                yield break;
            }

            next = (header.Previous, header.PreviousLength);
        }
    }

    private static SpoolSegment Read(
        SpoolSegmentHeader header, ISpoolFile file, long? limit, SpoolSegment? following, ref (ReadOnlyMemory<byte>? Last, Digest? Chain) tail)
    {
        var segment = new SpoolSegment(header.Number, file, header.FirstRecord, header.Chain, SpoolSector.Size, 0);
        var at = SpoolPosition.StartOf(segment);
        long length = limit ?? file.Length;
        ReadOnlyMemory<byte>? lastHere = null;
        try
        {
            while (at.Offset < length && (limit is null ? SpoolReader.ReadOrTorn(file, at, length) : SpoolReader.ReadDurable(file, at, length)) is { } frame)
            {
                (at, lastHere) = (at.Behind(frame.Header), frame.Events[^1]);
            }

            if (following is not null && (at.Record != following.FirstRecord || at.Chain != following.Chain || at.Offset != length))
            {
                throw SpoolException.Damaged(header.Number, at.Offset, "it doesn't lead to the segment behind it.");
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        tail = (tail.Last ?? lastHere, tail.Chain ?? at.Chain);
        return segment with { Length = at.Offset, Records = at.Record - header.FirstRecord };
    }

    private static void Require(List<SpoolSegment> segments, long cursor)
    {
        long first = segments.Count == 0 ? 0 : segments[0].FirstRecord;
        long end = segments.Count == 0 ? 0 : segments[^1].End;
        if (cursor < first || cursor > end)
        {
            throw new SpoolException(
                $"The spool holds the records {first} to {end - 1}, and those before {cursor} were delivered: a segment is missing. Keep the directory as it is, and start with an empty one.");
        }
    }
}
