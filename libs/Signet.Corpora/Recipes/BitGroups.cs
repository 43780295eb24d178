using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>Encodings that cut octets into groups of bits.</summary>
internal static class BitGroups
{
    private const string Base85Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

    public static string Base32(byte[] octets, string alphabet)
    {
        var text = new StringBuilder();
        foreach (var group in octets.Chunk(5))
        {
            var bits = Number(group, 5);
            var digits = ((group.Length * 8) + 4) / 5;
            for (var i = 0; i < 8; i++)
            {
                text.Append(i < digits ? alphabet[(int)((bits >> (35 - (5 * i))) & 31)] : '=');
            }
        }

        return text.ToString();
    }

    public static string Base85(byte[] octets) => Base85(octets, Base85Alphabet.AsSpan(), shortZero: false);

    public static string Ascii85(byte[] octets)
    {
        Span<char> alphabet = stackalloc char[85];
        for (var i = 0; i < alphabet.Length; i++)
        {
            alphabet[i] = (char)('!' + i);
        }

        return Base85(octets, alphabet, shortZero: true);
    }

    public static string UuEncode(byte[] octets)
    {
        var text = new StringBuilder("begin 644 note.txt\n");
        foreach (var line in octets.Chunk(45))
        {
            text.Append(Digit(line.Length));
            foreach (var group in line.Chunk(3))
            {
                var bits = Number(group, 3);
                for (var shift = 18; shift >= 0; shift -= 6)
                {
                    text.Append(Digit((int)((bits >> shift) & 63)));
                }
            }

            text.Append('\n');
        }

        return text.Append("`\nend\n").ToString();
    }

    private static string Base85(byte[] octets, ReadOnlySpan<char> alphabet, bool shortZero)
    {
        var text = new StringBuilder();
        Span<char> digits = stackalloc char[5];
        foreach (var group in octets.Chunk(4))
        {
            var number = Number(group, 4);
            if (shortZero && number == 0 && group.Length == 4)
            {
                text.Append('z');
                continue;
            }

            for (var i = 4; i >= 0; i--)
            {
                digits[i] = alphabet[(int)(number % 85)];
                number /= 85;
            }

            text.Append(digits[..(group.Length + 1)]);
        }

        return text.ToString();
    }

    /// <summary>The group as one number, with zeros for the octets that it lacks.</summary>
    private static ulong Number(byte[] group, int length)
    {
        ulong number = 0;
        for (var i = 0; i < length; i++)
        {
            number = (number << 8) | (i < group.Length ? group[i] : 0u);
        }

        return number;
    }

    private static char Digit(int value) => value == 0 ? '`' : (char)(' ' + value);
}
