using Signet.Policy.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// What one vectorised pass tells of a text: a bit for each character and each class of characters that decoders ask for. From it they see
/// where something may be that they can undo, without a look at every word. Keeps its memory between texts; not safe for concurrent use.
/// </summary>
internal sealed class TextSurvey
{
    private static readonly AsciiClass[] Classes =
    [
        new(IsBlank), new(Base64Decoder.IsLetter), new(static c => Base64Decoder.IsLetter(c) || (IsBlank(c) && c != ' ')),
        new(char.IsAsciiLetterLower), new(HexDecoder.IsPart), new(Rot47Decoder.IsPart),
        new(CodePointDecoder.IsPart),
    ];

    private readonly ClassBits _classes = new(Classes);

    /// <summary>All but white space of ASCII.</summary>
    internal ReadOnlySpan<ulong> NonBlanks => _classes[0];

    /// <summary>Letters of Base64 and Base64url.</summary>
    internal ReadOnlySpan<ulong> Base64Letters => _classes[1];

    /// <summary>The same, and white space that isn't a space.</summary>
    internal ReadOnlySpan<ulong> Base64Lines => _classes[2];

    /// <summary>a to z.</summary>
    internal ReadOnlySpan<ulong> SmallLetters => _classes[3];

    /// <summary>Hexadecimal digits and what may stand between them.</summary>
    internal ReadOnlySpan<ulong> HexParts => _classes[4];

    /// <summary>What rot47 makes letters of, and white space.</summary>
    internal ReadOnlySpan<ulong> Rot47Parts => _classes[5];

    /// <summary>Digits and what may stand between code points.</summary>
    internal ReadOnlySpan<ulong> CodePointParts => _classes[6];

    internal static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n' or '\v' or '\f';

    /// <summary>Gives back what a long text took.</summary>
    internal void Clear() => _classes.Clear();

    /// <summary>Takes another text.</summary>
    internal void Read(ReadOnlySpan<char> text)
    {
        _classes.Read(text);

        // Characters beyond ASCII are no white space of ASCII, and what stands behind the end is nothing.
        Span<ulong> blanks = _classes[0];
        for (int i = 0; i < blanks.Length; i++)
        {
            blanks[i] = ~blanks[i];
        }

        if (text.Length % 64 is > 0 and int rest)
        {
            blanks[^1] &= (1UL << rest) - 1;
        }
    }
}
