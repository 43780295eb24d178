namespace Signet.Extensions.Contract;

/// <summary>
/// Turns positions that count code points, as most languages do, into UTF-16 positions of one text. Positions are asked for in
/// ascending order, and the text is walked once.
/// </summary>
internal sealed class CodePointPositions(string text)
{
    private int _utf16;
    private long _codePoints;

    internal string Text => text;

    /// <summary>The UTF-16 position; -1 when the text ends before it, or when a position behind it was asked for already.</summary>
    internal int ToUtf16(long codePoints)
    {
        if (codePoints < _codePoints)
        {
            return -1;
        }

        while (_codePoints < codePoints)
        {
            if (_utf16 == text.Length)
            {
                return -1;
            }

            _utf16 += char.IsSurrogatePair(text, _utf16) ? 2 : 1;
            _codePoints++;
        }

        return _utf16;
    }
}
