using System.Buffers;

namespace Signet.Policy.Content;

/// <summary>
/// The texts of one request that stand in several parts of a message, joined without anything between them as a model reads them, one
/// after the other. Where a part is much longer than what a check needs to see around the places where parts meet, its middle is left out:
/// the text ends there, and the next begins behind. Its memory is rented.
/// </summary>
/// <param name="items">The content of the request.</param>
/// <param name="reach">How far from where parts meet the check looks.</param>
/// <param name="mayShorten">False for a part of which no middle may be left out.</param>
internal sealed class JoinedText(IReadOnlyList<ContentItem> items, int reach, Func<string, bool> mayShorten) : IDisposable
{
    private const int None = -1;

    private readonly List<JoinedPart> _parts = [];
    private char[] _text = [];
    private int _length;
    private int _next;
    private int _tail = None;

    /// <summary>The text.</summary>
    internal ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>What it is made of, in order; two or more.</summary>
    internal IReadOnlyList<JoinedPart> Parts => _parts;

    /// <summary>True when the message goes on before the text.</summary>
    internal bool IsCutAtStart { get; private set; }

    /// <summary>True when the message goes on behind the text.</summary>
    internal bool IsCutAtEnd { get; private set; }

    /// <summary>True when a request has a message in several parts. Most have none, and pay for nothing but this.</summary>
    internal static bool HasAny(IReadOnlyList<ContentItem> items)
    {
        ContentItem? last = null;
        for (int i = 0; i < items.Count; i++)
        {
            ContentItem item = items[i];
            if (item.Text.Length == 0 || MessageParts.IsBeside(item))
            {
                continue;
            }

            bool isPart = MessageParts.IsPart(item);
            if (isPart && last is not null && MessageParts.AreOne(last, item))
            {
                return true;
            }

            last = isPart ? item : null;
        }

        return false;
    }

    /// <summary>Goes on to the next text; false when there is none.</summary>
    internal bool MoveNext()
    {
        Start();
        for (; _next < items.Count; _next++)
        {
            ContentItem item = items[_next];
            if (item.Text.Length == 0 || MessageParts.IsBeside(item))
            {
                continue;
            }

            bool isPart = MessageParts.IsPart(item);
            if (isPart && _parts.Count > 0 && MessageParts.AreOne(items[_parts[^1].Item], item))
            {
                if (IsLong(item.Text))
                {
                    Add(_next, 0, reach);
                    _tail = _next++;
                    IsCutAtEnd = true;
                    break;
                }

                Add(_next, 0, item.Text.Length);
                continue;
            }

            if (_parts.Count > 1)
            {
                break;
            }

            Clear();
            if (isPart)
            {
                AddFirst(_next);
            }
        }

        if (_parts.Count < 2)
        {
            Clear();
            return false;
        }

        Fill();
        return true;
    }

    /// <summary>Which of <see cref="Parts"/> a character stands in.</summary>
    internal int PartAt(long position)
    {
        int low = 0;
        int high = _parts.Count;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = _parts[middle].Start <= position ? (middle, high) : (low, middle);
        }

        return low;
    }

    public void Dispose()
    {
        if (_text.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_text, clearArray: true);
        }

        (_text, _length) = ([], 0);
    }

    private void Start()
    {
        Clear();
        if (_tail != None)
        {
            AddFirst(_tail);
            _tail = None;
        }
    }

    private void Clear()
    {
        _parts.Clear();
        (_length, IsCutAtStart, IsCutAtEnd) = (0, false, false);
    }

    private bool IsLong(string text) => text.Length / 2 > reach && mayShorten(text);

    private void AddFirst(int item)
    {
        string text = items[item].Text;
        IsCutAtStart = IsLong(text);
        int from = IsCutAtStart ? text.Length - reach : 0;
        Add(item, from, text.Length - from);
    }

    private void Add(int item, int from, int length)
    {
        _parts.Add(new JoinedPart(item, from, _length, length));
        _length = checked(_length + length);
    }

    private void Fill()
    {
        if (_length > _text.Length)
        {
            int length = _length;
            Dispose();
            _length = length;
            _text = ArrayPool<char>.Shared.Rent(length);
        }

        foreach (JoinedPart part in _parts)
        {
            items[part.Item].Text.AsSpan(part.From, part.Length).CopyTo(_text.AsSpan(part.Start));
        }
    }
}
