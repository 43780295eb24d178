using System.Buffers;
using Signet.Policy.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// Finds, in texts that follow each other, where an encoding may have been cut by the end of one: there a quarter of the characters is no
/// lower-case letter, or there are escapes, or hardly a space. The text belongs to it on both sides as far as it looks like that, and
/// what surrounds it. One pass, however many cuts there are.
/// </summary>
internal ref struct CutEncodings
{
    /// <summary>So many characters that show are looked at on both sides of a cut.</summary>
    private const int CutRun = 16;

    /// <summary>So many that show nothing are passed over there.</summary>
    private const int MaxHidden = 256;

    /// <summary>So many characters at least of what surrounds an encoding are read with it.</summary>
    private const int Margin = 256;

    private const string UuHead = "begin ";

    private static readonly SearchValues<char> Escapes = SearchValues.Create("%&\\=");

    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<int> _cuts;
    private readonly int _letters;
    private int _next;

    /// <summary>Takes texts without anything between them.</summary>
    /// <param name="text">All of them.</param>
    /// <param name="cuts">Where one ends and the next begins, ascending.</param>
    /// <param name="letters">So many letters of what surrounds an encoding are read with it.</param>
    internal CutEncodings(ReadOnlySpan<char> text, ReadOnlySpan<int> cuts, int letters)
    {
        _text = text;
        _cuts = cuts;
        _letters = letters;
    }

    /// <summary>Where the stretch begins.</summary>
    internal int Start { get; private set; }

    /// <summary>Right behind its last character.</summary>
    internal int End { get; private set; }

    /// <summary>Goes to the next stretch; false when there is none. No two have a character in common.</summary>
    internal bool Next()
    {
        int from = End;
        while (_next < _cuts.Length && !MayBeEncoded(_cuts[_next], from))
        {
            _next++;
        }

        if (_next == _cuts.Length)
        {
            return false;
        }

        int first = FollowBack(_cuts[_next], from);
        Start = first - Surroundings.Before(_text[from..first], Margin, _letters, Surroundings.Letters);
        int last = Extend(0, 0, 0, FollowOn(_cuts[_next]), out int letters);
        for (_next++; _next < _cuts.Length && _cuts[_next] < End; _next++)
        {
            if (_cuts[_next] > last && MayBeEncoded(_cuts[_next], from))
            {
                last = Extend(last, End, letters, FollowOn(_cuts[_next]), out letters);
            }
        }

        return true;
    }

    /// <summary>
    /// Moves the end of the encoding on, and the end of what surrounds it: no character is counted more than twice, wherever the letters stand.
    /// </summary>
    private int Extend(int last, int end, int letters, int next, out int left)
    {
        left = letters;
        for (int i = last; i < Math.Min(next, end); i++)
        {
            left -= Surroundings.Letters(_text[i]) ? 1 : 0;
        }

        for (end = Math.Max(end, next); end < _text.Length && (end - next < Margin || left < _letters); end++)
        {
            left += Surroundings.Letters(_text[end]) ? 1 : 0;
        }

        End = end;
        return next;
    }

    private readonly bool MayBeEncoded(int cut, int from)
    {
        Span<char> near = stackalloc char[2 * CutRun];
        int before = 0;
        for (int i = cut - 1; i >= Math.Max(from, cut - MaxHidden) && before < CutRun; i--)
        {
            if (Shows(_text[i]))
            {
                before++;
                near[CutRun - before] = _text[i];
            }
        }

        int after = 0;
        for (int i = cut; i < Math.Min(_text.Length, cut + MaxHidden) && after < CutRun; i++)
        {
            if (Shows(_text[i]))
            {
                near[CutRun + after] = _text[i];
                after++;
            }
        }

        return LooksEncoded(near[(CutRun - before)..(CutRun + after)]) || RunLength(near[(CutRun - before)..CutRun], near.Slice(CutRun, after)) >= CutRun;
    }

    /// <summary>How many characters without a space stand at the end of a text and the beginning of the next.</summary>
    private static int RunLength(ReadOnlySpan<char> text, ReadOnlySpan<char> next)
    {
        int after = next.IndexOfAnyExceptInRange('!', '~');
        return text.Length - 1 - text.LastIndexOfAnyExceptInRange('!', '~') + (after < 0 ? next.Length : after);
    }

    private readonly int FollowOn(int cut)
    {
        int run = _text[cut..].IndexOfAnyExceptInRange('!', '~');
        int at = run < 0 ? _text.Length : cut + (run & -(2 * CutRun));
        while (at < _text.Length && LooksEncoded(_text[at..Math.Min(_text.Length, at + (2 * CutRun))]))
        {
            at = Math.Min(_text.Length, at + (2 * CutRun));
        }

        return at;
    }

    private readonly int FollowBack(int cut, int from)
    {
        int run = cut - 1 - from - _text[from..cut].LastIndexOfAnyExceptInRange('!', '~');
        int at = run == cut - from ? from : cut - (run & -(2 * CutRun));
        while (at > from && LooksEncoded(_text[Math.Max(from, at - (2 * CutRun))..at]))
        {
            at = Math.Max(from, at - (2 * CutRun));
        }

        return at;
    }

    private static bool LooksEncoded(ReadOnlySpan<char> text)
    {
        int spaces = 0;
        int others = 0;
        int letters = 0;
        foreach (char c in text)
        {
            if (c < '\x7F')
            {
                spaces += c <= ' ' ? 1 : 0;
                others += c <= ' ' || char.IsAsciiLetterLower(c) ? 0 : 1;
            }
            else if (char.IsLetter(c) && !CompatibilityLetters.IsForm(c))
            {
                letters++;
            }
            else
            {
                others++;
            }
        }

        // Many scripts are written without spaces.
        return text.Length >= CutRun
            && (4 * others >= text.Length || (spaces == 0 && letters == 0) || text.ContainsAny(Escapes) || text.Contains(UuHead, StringComparison.Ordinal));
    }

    private static bool Shows(char c) => c < 128 || !DefaultIgnorables.Contains(c);
}
