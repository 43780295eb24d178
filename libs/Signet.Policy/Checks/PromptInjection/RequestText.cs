using System.Buffers;
using Signet.Policy.Content;
using Signet.Policy.Decoding;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// All texts of a request as one, line by line, so that what is cut in pieces is read as a whole, with where each piece comes from. Its
/// memory is rented.
/// </summary>
internal sealed class RequestText : IDisposable
{
    private readonly List<(int End, ContentSource Source)> _pieces = [];
    private readonly List<(string Text, int Start, int End)> _joined = [];
    private char[] _text = [];
    private int _length;

    internal ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    internal ReadOnlyMemory<char> Memory => _text.AsMemory(0, _length);

    /// <summary>How many items were left out because their source isn't inspected.</summary>
    internal int Skipped { get; private set; }

    /// <summary>How many items hold nothing that can be read.</summary>
    internal int Unread { get; private set; }

    internal void Read(IReadOnlyList<ContentItem> items, SourceTreatment[] treatments)
    {
        int size = 0;
        for (int i = 0; i < items.Count; i++)
        {
            size = checked(size + items[i].Text.Length + 1);
        }

        _text = ArrayPool<char>.Shared.Rent(size);
        for (int i = 0; i < items.Count; i++)
        {
            ContentItem item = items[i];
            ContentSource source = ContentSources.Of(item);
            if (!treatments[(int)source].Inspect)
            {
                Skipped++;
                continue;
            }

            Unread += item.Kind == ContentKind.Media ? 1 : 0;
            if (item.Text.Length > 0)
            {
                item.Text.CopyTo(_text.AsSpan(_length));
                _length += item.Text.Length;
                _text[_length++] = '\n';
                _pieces.Add((_length, source));
            }
        }
    }

    /// <summary>
    /// Gives stretches of the texts without the ends of lines between them, where it looks as if an encoding had been cut where two of them
    /// meet, and where in the text each of them stands.
    /// </summary>
    /// <param name="letters">So many letters of what surrounds an encoding belong to it.</param>
    internal IReadOnlyList<(string Text, int Start, int End)> Join(int letters)
    {
        if (_pieces.Count < 2)
        {
            return [];
        }

        char[] joined = ArrayPool<char>.Shared.Rent(_length);
        int[] ends = ArrayPool<int>.Shared.Rent(_pieces.Count);
        int length = 0;
        int from = 0;
        for (int i = 0; i < _pieces.Count; i++)
        {
            int end = _pieces[i].End;
            Text[from..(end - 1)].CopyTo(joined.AsSpan(length));
            length += end - 1 - from;
            ends[i] = length;
            from = end;
        }

        CutEncodings encodings = new(joined.AsSpan(0, length), ends.AsSpan(0, _pieces.Count - 1), letters);
        int piece = 0;
        while (encodings.Next())
        {
            _joined.Add((new string(joined, encodings.Start, encodings.End - encodings.Start), Place(encodings.Start), Place(encodings.End - 1) + 1));
        }

        ArrayPool<int>.Shared.Return(ends);
        ArrayPool<char>.Shared.Return(joined, clearArray: true);
        return _joined;

        // Of the whole text, in which there is one character more for each text before it.
        int Place(int at)
        {
            while (ends[piece] <= at)
            {
                piece++;
            }

            return at + piece;
        }
    }

    /// <summary>The sources of a stretch of the text, each once, as bits.</summary>
    internal int SourcesOf(int start, int end)
    {
        int sources = 0;
        int from = 0;
        foreach ((int pieceEnd, ContentSource source) in _pieces)
        {
            if (pieceEnd > start && from < end)
            {
                sources |= 1 << (int)source;
            }

            from = pieceEnd;
        }

        return sources;
    }

    public void Dispose()
    {
        char[] text = _text;
        (_text, _length, Skipped, Unread) = ([], 0, 0, 0);
        _pieces.Clear();
        _joined.Clear();
        if (text.Length > 0)
        {
            ArrayPool<char>.Shared.Return(text, clearArray: true);
        }
    }
}
