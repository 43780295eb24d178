using System.Globalization;
using System.Numerics;

namespace Signet.Policy.Schemas;

/// <summary>
/// A decimal number as JSON writes it, without rounding: digits times a power of ten. At most <see cref="MaxLength"/> characters and an
/// exponent of at most <see cref="MaxExponent"/>: what is longer means different things to different readers.
/// </summary>
internal readonly struct ExactNumber : IComparable<ExactNumber>, IEquatable<ExactNumber>
{
    /// <summary>The longest number, in characters.</summary>
    internal const int MaxLength = 128;

    /// <summary>The greatest exponent that may be written, and its negative the least.</summary>
    internal const int MaxExponent = 400;

    private const int DigitsOfLong = 18;

    // Zero is 0 x 10^0; else the last digit isn't 0, so that every number has one form.
    private readonly BigInteger _digits;
    private readonly int _exponent;
    private readonly int _length;

    private ExactNumber(BigInteger digits, int exponent, int length) => (_digits, _exponent, _length) = (digits, exponent, length);

    /// <summary>The whole number 0.</summary>
    internal static ExactNumber Zero { get; }

    /// <summary>True when nothing stands behind the decimal point.</summary>
    internal bool IsInteger => _exponent >= 0;

    /// <summary>1, 0 or -1.</summary>
    internal int Sign => _digits.Sign;

    /// <summary>Reads a number by the grammar of RFC 8259; false for anything else, and beyond the limits.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out ExactNumber number)
    {
        number = default;
        if (text.Length > MaxLength)
        {
            return false;
        }

        bool negative = !text.IsEmpty && text[0] == '-';
        ReadOnlySpan<byte> rest = negative ? text[1..] : text;
        ReadOnlySpan<byte> whole = TakeDigits(ref rest);
        ReadOnlySpan<byte> fraction = default;
        if (whole.IsEmpty || (whole[0] == '0' && whole.Length > 1))
        {
            return false;
        }

        if (!rest.IsEmpty && rest[0] == '.')
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
            if (fraction.IsEmpty)
            {
                return false;
            }
        }

        if (!TryTakeExponent(rest, out int exponent))
        {
            return false;
        }

        number = Of(negative, whole, fraction, exponent);
        return true;
    }

    /// <summary>Reads a number from text.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out ExactNumber number)
    {
        number = default;
        Span<byte> octets = stackalloc byte[MaxLength];
        return text.Length <= MaxLength && System.Text.Ascii.FromUtf16(text, octets, out int written)
            == System.Buffers.OperationStatus.Done && TryParse(octets[..written], out number);
    }

    /// <summary>True when it is a whole number of times <paramref name="divisor"/>, which is above 0.</summary>
    internal bool IsMultipleOf(ExactNumber divisor)
    {
        if (Sign == 0)
        {
            return true;
        }

        int shift = _exponent - divisor._exponent;
        return shift >= 0
            ? (_digits * BigInteger.ModPow(10, shift, divisor._digits) % divisor._digits).IsZero

            // The digits don't end in 0, and a divisor longer than they are divides nothing but 0.
            : -shift <= _length && (_digits % (divisor._digits * BigInteger.Pow(10, -shift))).IsZero;
    }

    /// <summary>The exact sum.</summary>
    internal ExactNumber Add(ExactNumber other)
    {
        int exponent = Math.Min(_exponent, other._exponent);
        BigInteger sum = (_digits * BigInteger.Pow(10, _exponent - exponent))
            + (other._digits * BigInteger.Pow(10, other._exponent - exponent));
        if (sum.IsZero)
        {
            return Zero;
        }

        // Back to the one form: without zeros at the end.
        string digits = BigInteger.Abs(sum).ToString(CultureInfo.InvariantCulture);
        int length = digits.AsSpan().TrimEnd('0').Length;
        int zeros = digits.Length - length;
        return new ExactNumber(sum / BigInteger.Pow(10, zeros), exponent + zeros, length);
    }

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other)
    {
        if (Sign != other.Sign || Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        // First by the place of the highest digit: then the shift below is no longer than the digits themselves.
        int magnitude = (_length + _exponent).CompareTo(other._length + other._exponent);
        if (magnitude != 0)
        {
            return magnitude * Sign;
        }

        int shift = _exponent - other._exponent;
        return shift == 0
            ? _digits.CompareTo(other._digits)
            : shift > 0
                ? (_digits * BigInteger.Pow(10, shift)).CompareTo(other._digits)
                : _digits.CompareTo(other._digits * BigInteger.Pow(10, -shift));
    }

    /// <inheritdoc/>
    public bool Equals(ExactNumber other) => _exponent == other._exponent && _digits == other._digits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_digits, _exponent);

    private static ExactNumber Of(bool negative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent)
    {
        fraction = fraction.TrimEnd((byte)'0');
        exponent -= fraction.Length;
        if (fraction.IsEmpty)
        {
            ReadOnlySpan<byte> kept = whole.TrimEnd((byte)'0');
            exponent += whole.Length - kept.Length;
            whole = kept;
        }

        Span<byte> digits = stackalloc byte[MaxLength];
        whole.CopyTo(digits);
        fraction.CopyTo(digits[whole.Length..]);
        ReadOnlySpan<byte> all = digits[..(whole.Length + fraction.Length)].TrimStart((byte)'0');
        return all.IsEmpty ? Zero : new ExactNumber(negative ? -ToInteger(all) : ToInteger(all), exponent, all.Length);
    }

    private static BigInteger ToInteger(ReadOnlySpan<byte> digits)
    {
        BigInteger value = BigInteger.Zero;
        while (!digits.IsEmpty)
        {
            ReadOnlySpan<byte> chunk = digits[..Math.Min(DigitsOfLong, digits.Length)];
            (long part, long scale) = (0, 1);
            foreach (byte digit in chunk)
            {
                (part, scale) = ((part * 10) + (digit - '0'), scale * 10);
            }

            value = value.IsZero ? part : (value * scale) + part;
            digits = digits[chunk.Length..];
        }

        return value;
    }

    private static ReadOnlySpan<byte> TakeDigits(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        ReadOnlySpan<byte> digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private static bool TryTakeExponent(ReadOnlySpan<byte> rest, out int exponent)
    {
        exponent = 0;
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        rest = rest[1..];
        bool negative = !rest.IsEmpty && rest[0] == '-';
        if (!rest.IsEmpty && rest[0] is (byte)'+' or (byte)'-')
        {
            rest = rest[1..];
        }

        if (rest.IsEmpty)
        {
            return false;
        }

        foreach (byte digit in rest)
        {
            if (digit is < (byte)'0' or > (byte)'9' || (exponent = (exponent * 10) + (digit - '0')) > MaxExponent)
            {
                return false;
            }
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }
}
