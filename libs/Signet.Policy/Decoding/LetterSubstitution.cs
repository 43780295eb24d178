using System.Globalization;

namespace Signet.Policy.Decoding;

/// <summary>One letter for another, case kept: the shifts named after Caesar, and atbash.</summary>
internal sealed class LetterSubstitution
{
    private readonly byte[] _map = new byte[128];

    private LetterSubstitution(string name, int sign, int offset)
    {
        Name = name;
        for (int c = 0; c < 128; c++)
        {
            int start = char.IsAsciiLetterLower((char)c) ? 'a' : 'A';
            _map[c] = (byte)(char.IsAsciiLetter((char)c) ? start + Mod((sign * (c - start)) + offset) : c);
        }
    }

    /// <summary>All shifts but the one by nothing: at i the one that undoes a shift by i + 1.</summary>
    internal static IReadOnlyList<LetterSubstitution> Shifts { get; } = [.. Enumerable.Range(1, 25).Select(shift => Affine(1, 26 - shift))];

    /// <summary>a for z, b for y.</summary>
    internal static LetterSubstitution Atbash { get; } = Affine(-1, 25);

    internal static LetterSubstitution Rot13 { get; } = Shifts[12];

    internal string Name { get; }

    internal byte this[char c] => _map[c];

    /// <summary>Letter number x becomes number sign * x + offset.</summary>
    internal static LetterSubstitution Affine(int sign, int offset)
    {
        int shift = Mod(sign > 0 ? -offset : offset - 25);
        string number = shift.ToString(CultureInfo.InvariantCulture);
        return new(
            (sign, shift) switch
            {
                (1, 0) => "",
                (1, 13) => "rot13",
                (1, _) => "caesar" + number,
                (_, 0) => "atbash",
                _ => "atbash+caesar" + number,
            },
            sign,
            offset);
    }

    internal void Apply(ReadOnlySpan<char> text, Span<char> result)
    {
        for (int i = 0; i < text.Length; i++)
        {
            result[i] = text[i] < 128 ? (char)_map[text[i]] : text[i];
        }
    }

    private static int Mod(int value) => ((value % 26) + 26) % 26;
}
