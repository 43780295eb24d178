using System.Buffers.Binary;
using System.Numerics;

namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>Keccak-256 as Ethereum uses it, with the padding from before FIPS 202, for short inputs; and what EIP-55 makes of it.</summary>
internal static class Keccak
{
    private const int Rate = 136;

    private static readonly ulong[] Constants =
    [
        0x1, 0x8082, 0x800000000000808A, 0x8000000080008000, 0x808B, 0x80000001, 0x8000000080008081, 0x8000000000008009,
        0x8A, 0x88, 0x80008009, 0x8000000A, 0x8000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x80000001,
        0x8000000080008008,
    ];

    private static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    private static readonly int[] Lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <summary>True when a digit is a capital exactly where the digest of the small ones has a half octet of 8 or more.</summary>
    internal static bool IsChecksummed(ReadOnlySpan<char> hex)
    {
        Span<byte> small = stackalloc byte[40];
        for (int i = 0; i < small.Length; i++)
        {
            small[i] = (byte)char.ToLowerInvariant(hex[i]);
        }

        Span<byte> digest = stackalloc byte[32];
        Hash256(small, digest);
        for (int i = 0; i < small.Length; i++)
        {
            int half = i % 2 == 0 ? digest[i / 2] >> 4 : digest[i / 2] & 15;
            if (char.IsAsciiLetter(hex[i]) && char.IsAsciiLetterUpper(hex[i]) != half >= 8)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The digest of fewer than 136 octets.</summary>
    internal static void Hash256(ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Span<byte> block = stackalloc byte[Rate];
        block.Clear();
        input.CopyTo(block);
        block[input.Length] = 1;
        block[^1] |= 0x80;
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (int i = 0; i < Rate / 8; i++)
        {
            state[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(i * 8)..]);
        }

        Permute(state);
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest[(i * 8)..], state[i]);
        }
    }

    private static void Permute(Span<ulong> state)
    {
        Span<ulong> column = stackalloc ulong[5];
        foreach (ulong constant in Constants)
        {
            for (int x = 0; x < 5; x++)
            {
                column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            }

            for (int i = 0; i < 25; i++)
            {
                state[i] ^= column[(i + 4) % 5] ^ BitOperations.RotateLeft(column[(i + 1) % 5], 1);
            }

            ulong moved = state[1];
            for (int i = 0; i < 24; i++)
            {
                (state[Lanes[i]], moved) = (BitOperations.RotateLeft(moved, Rotations[i]), state[Lanes[i]]);
            }

            for (int row = 0; row < 25; row += 5)
            {
                state.Slice(row, 5).CopyTo(column);
                for (int x = 0; x < 5; x++)
                {
                    state[row + x] = column[x] ^ (~column[(x + 1) % 5] & column[(x + 2) % 5]);
                }
            }

            state[0] ^= constant;
        }
    }
}
