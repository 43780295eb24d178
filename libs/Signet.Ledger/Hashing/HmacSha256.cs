using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signet.Ledger.Hashing;

/// <summary>HMAC-SHA256 (RFC 2104). Keeps nothing of a key: setting it up costs a hundredth of the hashes.</summary>
public static class HmacSha256
{
    private const int BlockOctets = 64;

    // The octet of the inner pad, and that of the outer, in every place of a word.
    private const ulong Inner = 0x3636_3636_3636_3636;
    private const ulong Outer = 0x5C5C_5C5C_5C5C_5C5C;

    /// <summary>The MAC of <paramref name="message"/> under <paramref name="key"/>.</summary>
    /// <exception cref="CryptographicException">The machine's library refuses.</exception>
    public static Digest Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        var context = HashContext.Take();
        var mac = Of(context, key, message);
        HashContext.GiveBack(context);
        return mac;
    }

    internal static Digest Of(HashContext context, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        Span<byte> pad = stackalloc byte[BlockOctets];
        Span<byte> inner = stackalloc byte[Digest.Size];
        try
        {
            if (key.Length <= BlockOctets)
            {
                key.CopyTo(pad);
            }
            else
            {
                context.Append(key);
                context.Finish().CopyTo(pad);
            }

            Xor(pad, Inner);
            context.Append(pad);
            context.Append(message);
            context.Finish().CopyTo(inner);
            Xor(pad, Inner ^ Outer);
            context.Append(pad);
            context.Append(inner);
            return context.Finish();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pad);
        }
    }

    private static void Xor(Span<byte> pad, ulong octets)
    {
        foreach (ref var word in MemoryMarshal.Cast<byte, ulong>(pad))
        {
            word ^= octets;
        }
    }
}
