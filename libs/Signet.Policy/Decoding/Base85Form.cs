namespace Signet.Policy.Decoding;

/// <summary>One of the alphabets of Base85, and the ways in which what is written in it may be read. Immutable.</summary>
internal sealed class Base85Form
{
    private const byte None = 0xFF;

    /// <summary>Takes ciphers under which the alphabet is made of the same characters; null for none, which is tried reversed as well.</summary>
    internal Base85Form(RunKind kind, string name, string alphabet, bool isAdobe, params LetterSubstitution?[] ciphers)
    {
        Kind = kind;
        IsAdobe = isAdobe;
        Ways = [.. ciphers.Select(cipher => (cipher is null ? name : cipher.Name + "+" + name, MakeValues(alphabet, cipher), false))];
        if (ciphers.Contains(null))
        {
            Ways = [.. Ways, ("reversed+" + name, MakeValues(alphabet, null), true)];
        }

    }

    internal RunKind Kind { get; }

    /// <summary>A z stands for four zeros.</summary>
    internal bool IsAdobe { get; }

    /// <summary>The value of each digit, and whether the run is to be read backwards; such a way comes last.</summary>
    internal (string Name, byte[] Values, bool Reverse)[] Ways { get; }

    internal bool IsDigit(char c) => Ways[0].Values[c] != None || (IsAdobe && c == 'z');

    private static byte[] MakeValues(string alphabet, LetterSubstitution? cipher)
    {
        byte[] values = new byte[128];
        for (int c = 0; c < 128; c++)
        {
            int value = alphabet.IndexOf((char)(cipher is null ? c : cipher[(char)c]), StringComparison.Ordinal);
            values[c] = value < 0 ? None : (byte)value;
        }

        return values;
    }
}
