using System.Buffers.Binary;

namespace Signet.Ledger.Tiles;

/// <summary>Up to 256 entries in one object (C2SP tlog-tiles, entry bundles).</summary>
public static class EntryBundle
{
    /// <summary>The most octets of a bundle.</summary>
    public const int MaxOctets = TilePath.FullWidth * (sizeof(ushort) + ushort.MaxValue);

    /// <summary>Takes a bundle apart; false unless it is exactly so many entries.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bundle, int width, out IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var read = new List<ReadOnlyMemory<byte>>();
        entries = read;
        while (bundle.Length >= sizeof(ushort) && read.Count < width)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            if (length > bundle.Length - sizeof(ushort))
            {
                return false;
            }

            read.Add(bundle.Slice(sizeof(ushort), length));
            bundle = bundle[(sizeof(ushort) + length)..];
        }

        return bundle.IsEmpty && read.Count == width;
    }

    /// <summary>Appends an entry.</summary>
    /// <exception cref="ArgumentException">The entry is longer than two octets can say.</exception>
    internal static void Append(List<byte> bundle, ReadOnlySpan<byte> entry)
    {
        if (entry.Length > ushort.MaxValue)
        {
            throw new ArgumentException("An entry of a bundle has at most 65,535 octets.", nameof(entry));
        }

        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
        bundle.AddRange(length);
        bundle.AddRange(entry);
    }
}
