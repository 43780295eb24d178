using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>
/// Finds given words under any shift of the alphabet, under atbash with any shift, reversed, and reversed under either, in one pass. What
/// stays the same under a shift is the distance from letter to letter, and atbash turns its sign, so it is distances that are looked for,
/// of each word forwards and backwards, where a filter says that one may begin. A word that is written in one of these ways with nothing but other characters than letters between
/// is always found; what chance finds as well the rules judge.
/// </summary>
internal sealed class CipherDecoder : IDecoder
{
    /// <summary>Shorter words would be found by chance in every text.</summary>
    internal const int MinLetters = 6;

    /// <summary>Twice so many characters at least before a word, and four times so many behind it, are undone with it.</summary>
    internal const int Margin = 384;

    private const int Columns = 26;

    private static readonly Func<char, bool> Letters = static c => char.IsAsciiLetter(c);

    private readonly List<(int Sign, bool Reversed, int Last)> _ways = [];
    private readonly int[] _next;
    private readonly int[] _ends;
    private readonly CipherFilter _filter = new();

    // In distances.
    private readonly int _longest;

    /// <summary>Makes it for words of a to z.</summary>
    internal CipherDecoder(IEnumerable<string> words)
    {
        List<int[]> rows = [NewRow()];
        List<int> ends = [-1];
        List<List<int>> found = [];
        foreach (string word in words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string reversed = new([.. word.Reverse()]);
            _longest = Math.Max(_longest, word.Length - 1);
            Add(word, 1, false, rows, ends, found);
            Add(word, -1, false, rows, ends, found);
            Add(reversed, 1, true, rows, ends, found);
            Add(reversed, -1, true, rows, ends, found);
        }

        Link(rows, ends, found);
        _next = [.. rows.SelectMany(row => row.Select(next => next * Columns))];
        _ends = [.. ends];
        Found = [.. found.Select(list => list.ToArray())];
    }

    private int[][] Found { get; }

    /// <inheritdoc/>
    public bool IsCipher => true;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        if (!sink.Prefilters)
        {
            UndoAll(text, sink);
            return;
        }

        Span<int> done = stackalloc int[4 * Columns];
        done.Clear();
        int previous = 0;
        uint window = 0;
        for (int i = _filter.Next(text, 0, ref window, ref previous); i >= 0; i = _filter.Next(text, i + 1, ref window, ref previous))
        {
            FindFrom(text, i, window, previous, done, sink);
        }
    }

    /// <summary>Finds the words whose first distances end at a place.</summary>
    private void FindFrom(ReadOnlySpan<char> text, int position, uint window, int letter, Span<int> done, DecodeSink sink)
    {
        int state = 0;
        int distances = 0;
        for (; distances < CipherFilter.Window; distances++)
        {
            state = _next[state + CipherFilter.Distance(window, distances)];
        }

        for (int i = position; ;)
        {
            int end = _ends[state / Columns];
            if (end >= 0)
            {
                Undo(text, i, letter, Found[end], done, sink);
            }

            do
            {
                i++;
            }
            while (i < text.Length && !char.IsAsciiLetter(text[i]));

            if (distances++ == _longest || i == text.Length)
            {
                return;
            }

            int next = (text[i] | 0x20) - 'a';
            int distance = next - letter;
            state = _next[state + (distance < 0 ? distance + 26 : distance)];
            letter = next;
        }
    }

    /// <summary>Undoes around a place each way that a word may be written there.</summary>
    private void Undo(ReadOnlySpan<char> text, int position, int letter, int[] found, Span<int> done, DecodeSink sink)
    {
        foreach (int index in found)
        {
            (int sign, bool reversed, int last) = _ways[index];
            int offset = (((last - (sign * letter)) % 26) + 26) % 26;
            if (sign > 0 && offset == 0 && !reversed)
            {
                continue;
            }

            int way = (((sign > 0 ? 0 : 2) + (reversed ? 1 : 0)) * Columns) + offset;
            if (position < done[way])
            {
                continue;
            }

            int start = position - Surroundings.Before(text[..position], 2 * Margin, sink.MaxLetters, Letters);
            int end = position + Surroundings.After(text[position..], 4 * Margin, 2 * sink.MaxLetters, Letters);
            if (!sink.Charge(end - start))
            {
                return;
            }

            // The next word behind this window begins a window of its own, which reaches back far enough.
            done[way] = end == text.Length ? end : end - Surroundings.Before(text[position..end], Margin, sink.MaxLetters, Letters);
            Undo(text[start..end], sign, offset, reversed, start, sink);
        }
    }

    private static void Undo(ReadOnlySpan<char> text, int sign, int offset, bool reversed, int start, DecodeSink sink)
    {
        char[] plain = ArrayPool<char>.Shared.Rent(text.Length);
        Span<char> result = plain.AsSpan(0, text.Length);
        LetterSubstitution cipher = LetterSubstitution.Affine(sign, offset);
        cipher.Apply(text, result);
        string name = cipher.Name;
        if (reversed)
        {
            result.Reverse();
            name = name.Length == 0 ? "reversed" : "reversed+" + name;
        }

        sink.AddText(name, result, start, start + text.Length);
        ArrayPool<char>.Shared.Return(plain);
    }

    private static void UndoAll(ReadOnlySpan<char> text, DecodeSink sink)
    {
        for (int way = 0; way < 4 * Columns; way++)
        {
            Undo(text, way < 2 * Columns ? 1 : -1, way % Columns, way / Columns % 2 == 1, 0, sink);
        }
    }

    private void Add(string word, int sign, bool reversed, List<int[]> rows, List<int> ends, List<List<int>> found)
    {
        int state = 0;
        byte[] distances = [.. word.Zip(word.Skip(1), (a, b) => (byte)((((sign * (b - a)) % 26) + 26) % 26))];
        _filter.Add(distances);
        foreach (byte distance in distances)
        {
            int next = rows[state][distance];
            if (next == 0)
            {
                next = rows.Count;
                rows[state][distance] = next;
                rows.Add(NewRow());
                ends.Add(-1);
            }

            state = next;
        }

        if (ends[state] < 0)
        {
            ends[state] = found.Count;
            found.Add([]);
        }

        found[ends[state]].Add(_ways.Count);
        _ways.Add((sign, reversed, word[^1] - 'a'));
    }

    private static void Link(List<int[]> rows, List<int> ends, List<List<int>> found)
    {
        int[] fail = new int[rows.Count];
        Queue<int> queue = new([0]);
        while (queue.TryDequeue(out int state))
        {
            for (int column = 0; column < Columns; column++)
            {
                int fallback = state == 0 ? 0 : rows[fail[state]][column];
                int next = rows[state][column];
                if (next == 0)
                {
                    rows[state][column] = fallback;
                    continue;
                }

                fail[next] = fallback;
                if (ends[fallback] >= 0)
                {
                    if (ends[next] < 0)
                    {
                        ends[next] = found.Count;
                        found.Add([]);
                    }

                    found[ends[next]].AddRange(found[ends[fallback]]);
                }

                queue.Enqueue(next);
            }
        }
    }

    private static int[] NewRow() => new int[Columns];
}
