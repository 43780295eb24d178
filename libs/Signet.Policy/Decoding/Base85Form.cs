namespace Signet.Policy.Decoding;

/// <summary>One of the alphabets of Base85, and the ways in which what is written in it may be read. Immutable.</summary>
internal sealed class Base85Form
{
    /// <summary>Octets for which a place of a group has values.</summary>
    internal const int Columns = 128;

    private const int GroupLength = 5;
    private const uint Base = 85;

    private readonly HashSet<char> _digits;

    /// <summary>Takes ciphers under which the alphabet is made of the same characters; null for none, which is tried reversed as well.</summary>
    internal Base85Form(RunKind kind, string name, string alphabet, bool isAdobe, params LetterSubstitution?[] ciphers)
    {
        Kind = kind;
        IsAdobe = isAdobe;
        _digits = [.. Enumerable.Range(0, Columns).Select(c => (char)c).Where(c => alphabet.Contains(ciphers[0] is { } cipher ? (char)cipher[c] : c)), .. isAdobe ? "z" : ""];
        Ways = [.. ciphers.Select(cipher => (cipher is null ? name : cipher.Name + "+" + name, MakeValues(alphabet, cipher), false))];
        if (ciphers.Contains(null))
        {
            Ways = [.. Ways, ("reversed+" + name, MakeValues(alphabet, null), true)];
        }
    }

    internal RunKind Kind { get; }

    /// <summary>A z stands for four zeros.</summary>
    internal bool IsAdobe { get; }

    /// <summary>
    /// What each octet is worth in each of the five places of a group, the first place first, and whether the run is to be read backwards; such a
    /// way comes last. What is no digit counts as the last one.
    /// </summary>
    internal (string Name, uint[] Values, bool Reverse)[] Ways { get; }

    internal bool IsDigit(char c) => _digits.Contains(c);

    private static uint[] MakeValues(string alphabet, LetterSubstitution? cipher)
    {
        uint[] values = new uint[GroupLength * Columns];
        for (int c = 0; c < Columns; c++)
        {
            int digit = alphabet.IndexOf((char)(cipher is null ? c : cipher[(char)c]), StringComparison.Ordinal);
            uint value = digit < 0 ? Base - 1 : (uint)digit;
            for (int place = GroupLength - 1; place >= 0; place--)
            {
                values[(place * Columns) + c] = value;
                value = unchecked(value * Base);
            }
        }

        return values;
    }
}
