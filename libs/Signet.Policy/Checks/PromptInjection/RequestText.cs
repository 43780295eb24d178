using System.Buffers;
using Signet.Policy.Content;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// All texts of a request as one, line by line, so that what is cut in pieces is read as a whole, with where each piece comes from. Its
/// memory is rented.
/// </summary>
internal sealed class RequestText : IDisposable
{
    private readonly List<(int End, ContentSource Source)> _pieces = [];
    private char[] _text = [];
    private int _length;

    internal ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

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
        if (text.Length > 0)
        {
            ArrayPool<char>.Shared.Return(text, clearArray: true);
        }
    }
}
