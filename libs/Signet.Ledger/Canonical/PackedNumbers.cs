using System.Buffers.Binary;

namespace Signet.Ledger.Canonical;

/// <summary>Rows of whole numbers in a state: base64 of eight octets each, the most significant first.</summary>
internal static class PackedNumbers
{
    private const int MaxOctets = 64 * 1024 * 1024;

    public static void Write(ref CanonicalWriter writer, ReadOnlySpan<byte> key, IReadOnlyCollection<long> numbers)
    {
        var octets = new byte[numbers.Count * sizeof(long)];
        var at = 0;
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(at), number);
            at += sizeof(long);
        }

        writer.Base64(key, octets);
    }

    /// <summary>Reads rows of so many numbers.</summary>
    public static long[] Read(ref CanonicalReader reader, ReadOnlySpan<byte> key, int columns, int maxOctets = MaxOctets)
    {
        reader.Key(key);
        var octets = reader.Base64(0, maxOctets).Span;
        if (octets.Length % (columns * sizeof(long)) != 0)
        {
            reader.Fail();
            return [];
        }

        var numbers = new long[octets.Length / sizeof(long)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadInt64BigEndian(octets[(i * sizeof(long))..]);
        }

        return numbers;
    }

    /// <summary>A time that was packed as its ticks; the reader fails on one that is none.</summary>
    public static DateTimeOffset Time(ref CanonicalReader reader, long ticks)
    {
        if (ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks)
        {
            return new DateTimeOffset(ticks, TimeSpan.Zero);
        }

        reader.Fail();
        return default;
    }
}
