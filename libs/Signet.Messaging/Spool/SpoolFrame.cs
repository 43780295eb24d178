using System.Buffers.Binary;
using Signet.Ledger;
using Signet.Ledger.Hashing;

namespace Signet.Messaging.Spool;

/// <summary>
/// The events of one write, made durable by one synchronisation before the next frame is written. Its digest covers the frame before it, so
/// frames can't change places and none can be missing between two others.
/// </summary>
/// <param name="Header">What stands before them.</param>
/// <param name="Events">The events, as they were given.</param>
internal sealed record SpoolFrame(SpoolFrameHeader Header, IReadOnlyList<ReadOnlyMemory<byte>> Events)
{
    /// <summary>The most octets of a frame's events; a batch that is larger is written as several frames.</summary>
    public const int MaxLength = 1 << 20;

    private const int LengthSize = 4;

    /// <summary>What an event takes in a frame.</summary>
    public static int LengthOf(ReadOnlyMemory<byte> octets) => LengthSize + octets.Length;

    public static byte[] Write(ReadOnlySpan<ReadOnlyMemory<byte>> events, long firstRecord, long storedAt, Digest previous, out SpoolFrameHeader header)
    {
        int length = 0;
        foreach (var one in events)
        {
            length += LengthOf(one);
        }

        header = new SpoolFrameHeader(firstRecord, events.Length, length, storedAt, default);
        byte[] octets = new byte[header.Extent];
        octets.AsSpan(SpoolFrameHeader.Size + length).Fill(SpoolSector.Padding);
        int offset = SpoolFrameHeader.Size;
        foreach (var one in events)
        {
            BinaryPrimitives.WriteInt32BigEndian(octets.AsSpan(offset), one.Length);
            one.Span.CopyTo(octets.AsSpan(offset + LengthSize));
            offset += LengthOf(one);
        }

        header.WriteFields(octets);
        header = header with { Chain = ChainOf(previous, octets.AsSpan(0, SpoolFrameHeader.Fields), octets.AsSpan(SpoolFrameHeader.Size, length)) };
        header.Write(octets);
        return octets;
    }

    /// <summary>Takes the events out of a frame; false for what wasn't written behind <paramref name="previous"/>.</summary>
    public static bool TryRead(SpoolFrameHeader header, ReadOnlyMemory<byte> octets, Digest previous, out SpoolFrame? frame)
    {
        frame = null;
        var payload = octets.Slice(SpoolFrameHeader.Size, header.Length);
        if (ChainOf(previous, octets.Span[..SpoolFrameHeader.Fields], payload.Span) != header.Chain)
        {
            return false;
        }

        var events = new List<ReadOnlyMemory<byte>>();
        while (payload.Length >= LengthSize)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(payload.Span);
            if (length < 0 || length > payload.Length - LengthSize)
            {
                return false;
            }

            events.Add(payload.Slice(LengthSize, length));
            payload = payload[(LengthSize + length)..];
        }

        frame = new SpoolFrame(header, events);
        return payload.Length == 0 && events.Count == header.Count;
    }

    private static Digest ChainOf(Digest previous, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> payload)
    {
        Span<byte> octets = stackalloc byte[Digest.Size];
        previous.CopyTo(octets);
        using var hash = Sha256.Begin();
        hash.Append(octets);
        hash.Append(fields);
        hash.Append(payload);
        return hash.Finish();
    }
}
