using System.Buffers.Binary;
using System.Security.Cryptography;
using Signet.Ledger.Hashing;

namespace Signet.Ledger;

/// <summary>Thirty-two octets: a SHA-256 digest, an HMAC-SHA256 tag or a tree head. Text form: 64 lowercase hexadecimal digits.</summary>
public readonly struct Digest : IEquatable<Digest>, ISpanFormattable
{
    /// <summary>The number of octets.</summary>
    public const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Takes the octets of a digest.</summary>
    /// <exception cref="ArgumentException"><paramref name="octets"/> isn't 32 octets long.</exception>
    public Digest(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Size)
        {
            throw new ArgumentException("A digest has 32 octets.", nameof(octets));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(octets);
        _b = BinaryPrimitives.ReadUInt64BigEndian(octets[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(octets[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(octets[24..]);
    }

    /// <summary>Thirty-two zero octets: the MAC before the first entry, the link before the first segment.</summary>
    public static Digest Zero => default;

    /// <summary>SHA-256 of <paramref name="octets"/>.</summary>
    /// <exception cref="CryptographicException">The machine's library refuses.</exception>
    public static Digest Of(ReadOnlySpan<byte> octets) => Of(octets, []);

    /// <summary>SHA-256 of <paramref name="first"/> and, behind it, <paramref name="second"/>.</summary>
    /// <exception cref="CryptographicException">The machine's library refuses.</exception>
    public static Digest Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var context = HashContext.Take();
        context.Append(first);
        context.Append(second);
        var digest = context.Finish();
        HashContext.GiveBack(context);
        return digest;
    }

    /// <summary>Reads 64 lowercase hexadecimal digits; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> hex, out Digest digest)
    {
        digest = default;
        Span<byte> octets = stackalloc byte[Size];
        if (hex.Length != 2 * Size || hex.ContainsAnyExcept(LedgerText.LowerHex) ||
            Convert.FromHexString(hex, octets, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        digest = new Digest(octets);
        return true;
    }

    /// <summary>Reads 64 lowercase hexadecimal digits in ASCII; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out Digest digest)
    {
        digest = default;
        Span<byte> octets = stackalloc byte[Size];
        if (hex.Length != 2 * Size || hex.ContainsAnyExcept(LedgerText.LowerHexOctets) ||
            Convert.FromHexString(hex, octets, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        digest = new Digest(octets);
        return true;
    }

    /// <summary>Writes the 32 octets.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>The 32 octets in an array of their own.</summary>
    public byte[] ToArray()
    {
        var octets = new byte[Size];
        CopyTo(octets);
        return octets;
    }

    /// <inheritdoc/>
    /// <remarks>Takes the same time whatever the values, since a digest may be a MAC.</remarks>
    public bool Equals(Digest other) => ((_a ^ other._a) | (_b ^ other._b) | (_c ^ other._c) | (_d ^ other._d)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _a.GetHashCode();

    /// <summary>64 lowercase hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[Size];
        CopyTo(octets);
        return Convert.ToHexStringLower(octets);
    }

    /// <inheritdoc/>
    /// <remarks>There is one text form, whatever the format and the culture.</remarks>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    /// <remarks>There is one text form, whatever the format and the culture.</remarks>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<byte> octets = stackalloc byte[Size];
        CopyTo(octets);
        return Convert.TryToHexStringLower(octets, destination, out charsWritten);
    }

    /// <summary>Equality of all octets.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Difference in any octet.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);
}
