using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Signet.Policy.Content;
using Signet.Policy.Decoding;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// All texts of a request as one, line by line, so that what is cut in pieces is read as a whole, with where each piece comes from. Its
/// memory is rented.
/// </summary>
internal sealed class RequestText : IDisposable
{
    /// <summary>So many characters are looked at on both sides of where two texts meet.</summary>
    private const int CutRun = 16;

    private static readonly SearchValues<char> Escapes = SearchValues.Create("%&\\=");

    private readonly List<(int End, ContentSource Source)> _pieces = [];
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
    /// Gives the texts without the ends of lines between them, when it looks as if an encoding had been cut where two of them meet.
    /// </summary>
    internal bool TryJoin([NotNullWhen(true)] out string? joined)
    {
        joined = null;
        if (_pieces.Count < 2)
        {
            return false;
        }

        char[] text = ArrayPool<char>.Shared.Rent(_length);
        int length = 0;
        int from = 0;
        foreach ((int end, ContentSource _) in _pieces)
        {
            Text[from..(end - 1)].CopyTo(text.AsSpan(length));
            length += end - 1 - from;
            from = end;
        }

        if (MayBeCut(text.AsSpan(0, length)))
        {
            joined = new string(text, 0, length);
        }

        ArrayPool<char>.Shared.Return(text, clearArray: true);
        return joined is not null;
    }

    private bool MayBeCut(ReadOnlySpan<char> joined)
    {
        for (int i = 0; i + 1 < _pieces.Count; i++)
        {
            int cut = _pieces[i].End - 1 - i;
            if (MayBeEncoded(joined[Math.Max(0, cut - CutRun)..Math.Min(joined.Length, cut + CutRun)]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where a quarter is no lower-case letters, where escapes stand, and for a run without spaces that may be an encoding.</summary>
    private static bool MayBeEncoded(ReadOnlySpan<char> text)
    {
        Span<byte> run = stackalloc byte[2 * CutRun];
        int spaces = 0;
        int others = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c >= '\x7F')
            {
                return false;
            }

            run[i] = (byte)c;
            spaces += c <= ' ' ? 1 : 0;
            others += c <= ' ' || char.IsAsciiLetterLower(c) ? 0 : 1;
        }

        return text.Length >= CutRun && (text.ContainsAny(Escapes) || 4 * others >= text.Length || (spaces == 0 && Density.IsDense(run[..text.Length])));
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
