using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Signet.Ledger.Canonical;

/// <summary>
/// Strings of identifiers seen lately, so that reading a log of a few producers and keys doesn't make the same strings again for each
/// entry. Bounded: a new identifier takes the place of an old one. Safe for concurrent use: slots hold immutable pairs.
/// </summary>
internal static class IdentifierPool
{
    private const int SlotBits = 10;

    private static readonly Pair?[] Pairs = new Pair?[1 << SlotBits];

    /// <summary>The string of an identifier's octets, which are ASCII.</summary>
    public static string Get(ReadOnlySpan<byte> octets)
    {
        ref var slot = ref Pairs[SlotOf(octets)];
        var pair = Volatile.Read(ref slot);
        if (pair is null || !octets.SequenceEqual(pair.Octets))
        {
            pair = new Pair(octets.ToArray(), Encoding.ASCII.GetString(octets));
            Volatile.Write(ref slot, pair);
        }

        return pair.Text;
    }

    /// <summary>The ends tell most identifiers apart; where they don't, two share a slot and nothing else happens.</summary>
    private static int SlotOf(ReadOnlySpan<byte> octets)
    {
        Span<byte> ends = stackalloc byte[16];
        ends.Clear();
        octets[..Math.Min(8, octets.Length)].CopyTo(ends);
        octets[Math.Max(0, octets.Length - 8)..].CopyTo(ends[8..]);
        var mixed = (BinaryPrimitives.ReadUInt64LittleEndian(ends) ^ BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(ends[8..]), 29)) *
            0x9E3779B97F4A7C15;
        return (int)(mixed >> (64 - SlotBits));
    }

    private sealed record Pair(byte[] Octets, string Text);
}
