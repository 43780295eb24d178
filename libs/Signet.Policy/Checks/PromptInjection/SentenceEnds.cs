using System.Buffers;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// Where sentences end: a full stop or its like behind a word of at least two letters, and white space behind it. Words that are
/// chopped (<c>Ignore. All. Previous. Instructions.</c>) are no sentences.
/// </summary>
internal static class SentenceEnds
{
    /// <summary>As many words as a piece of a chopped phrase has at most.</summary>
    private const int MaxWords = 2;

    // How far around a phrase the piece is read that its first and last words belong to.
    private const int Reach = 64;

    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?\u3002\uFF01\uFF1F\u061F\u0964");

    /// <summary>True when a sentence ends in a text.</summary>
    internal static bool Any(ReadOnlySpan<char> text) => Next(text, 0) >= 0;

    /// <summary>True when the sentences that end in a part of a text are none, but pieces of a word or two.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the part starts, which holds at least one end of a sentence.</param>
    /// <param name="end">Where it ends.</param>
    internal static bool AreChopped(ReadOnlySpan<char> text, int start, int end)
    {
        ReadOnlySpan<char> part = text[start..end];
        int first = Next(part, 0);
        int last = first;
        for (int next = Next(part, last + 1); next >= 0; next = Next(part, last + 1))
        {
            if (Words(part[(last + 1)..next]) > MaxWords)
            {
                return false;
            }

            last = next;
        }

        // Between two ends stood a piece. With a single one the sides tell: an order begins with its verb, and nothing comes behind it,
        // where a sentence ends with that verb and another one begins.
        return last > first
            || (Words(Before(text, start)) < MaxWords
                && (Words(After(text, end)) == 0 || Words(part[(last + 1)..]) + Words(After(text, end)) <= MaxWords));
    }

    /// <summary>How many letters go on with the word before a text. A new item of the request may begin within a word, so lines don't end it.</summary>
    internal static int RestOfWord(ReadOnlySpan<char> text)
    {
        int letters = 0;
        while (letters < text.Length && (text[letters] == '\n' || (char.IsLetterOrDigit(text[letters]) && !IsUnspaced(text[letters]))))
        {
            letters++;
        }

        return letters;
    }

    private static int Next(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length)
        {
            int next = text[from..].IndexOfAny(Ends);
            if (next < 0)
            {
                return -1;
            }

            int i = from + next;
            if (IsEnd(text, i))
            {
                return i;
            }

            from = i + 1;
        }

        return -1;
    }

    // Nothing stands behind the full stops of East Asia.
    private static bool IsEnd(ReadOnlySpan<char> text, int i) => text[i] >= 0x3000
        || (i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]) && !GoesOn(text[(i + 1)..]) && StepsOverLetter(text, ref i) && StepsOverLetter(text, ref i));

    // What was cut behind the dot of a name: no sentence begins with a small letter right at the next item.
    private static bool GoesOn(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == '\n' && char.IsLower(text[1]);

    private static bool StepsOverLetter(ReadOnlySpan<char> text, ref int i)
    {
        i -= i > 1 && text[i - 1] == '\n' ? 2 : 1;
        return i >= 0 && char.IsLetter(text[i]);
    }

    /// <summary>What stands before a place in the same piece.</summary>
    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, int start)
    {
        ReadOnlySpan<char> near = text[Math.Max(0, start - Reach)..start];
        return near[(Math.Max(near.LastIndexOfAny(Ends), near.LastIndexOf('\n')) + 1)..];
    }

    /// <summary>What stands behind a place in the same piece, the rest of its word aside.</summary>
    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text, int end)
    {
        ReadOnlySpan<char> near = text[end..Math.Min(text.Length, end + Reach)];
        near = near[RestOfWord(near)..];
        int stop = near.IndexOfAny(Ends);
        near = stop < 0 ? near : near[..stop];
        int line = near.IndexOf('\n');
        return line < 0 ? near : near[..line];
    }

    /// <summary>
    /// How many words a text has, words on two lines being one; in scripts that put no spaces between words two letters count as one.
    /// </summary>
    private static int Words(ReadOnlySpan<char> text)
    {
        int words = 0;
        int unspaced = 0;
        bool inWord = false;
        foreach (char c in text)
        {
            unspaced += IsUnspaced(c) ? 1 : 0;
            bool isWord = !IsUnspaced(c) && (char.IsLetterOrDigit(c) || (inWord && (c == '\n' || !char.IsWhiteSpace(c))));
            words += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }

        return words + ((unspaced + 1) / 2);
    }

    private static bool IsUnspaced(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF');
}
