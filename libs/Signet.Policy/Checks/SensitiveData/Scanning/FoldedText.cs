using System.Buffers;

namespace Signet.Policy.Checks.SensitiveData.Scanning;

/// <summary>
/// A text as detectors see it (<see cref="TextFolding"/>), and where its characters stood before. Grows at the end and is forgotten
/// from the start. Its memory is rented. Belongs to one text; not safe for concurrent use.
/// </summary>
internal sealed class FoldedText
{
    /// <summary>
    /// Of a longer run of characters that show nothing, one in so many counts as the end of a line: what is held back stays bounded.
    /// </summary>
    internal const int MaxHiddenRun = 1024;

    private readonly List<Gap> _gaps = [];
    private char[] _text = [];
    private int _length;
    private long _forgotten;
    private long _dropped;
    private int _hiddenRun;
    private char _high;

    /// <summary>What is known and not forgotten.</summary>
    internal ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>How many characters were added last that can't be read without the next one.</summary>
    internal int Unread => _high == '\0' ? 0 : 1;

    /// <summary>Adds what comes next of the original.</summary>
    internal void Append(ReadOnlySpan<char> original)
    {
        if (_high != '\0' && !original.IsEmpty)
        {
            char high = _high;
            _high = '\0';
            original = original[AppendHigh(high, original)..];
        }

        while (!original.IsEmpty)
        {
            int other = TextFolding.IndexOfOther(original);
            AppendPlain(other < 0 ? original : original[..other]);
            if (other < 0)
            {
                return;
            }

            char c = original[other];
            original = original[(other + 1)..];
            if (!char.IsHighSurrogate(c))
            {
                AppendFolded(TextFolding.Fold(c));
            }
            else if (original.IsEmpty)
            {
                _high = c;
            }
            else
            {
                original = original[AppendHigh(c, original)..];
            }
        }
    }

    /// <summary>Says that nothing comes any more.</summary>
    internal void Complete()
    {
        if (_high != '\0')
        {
            AppendPlain([_high]);
            _high = '\0';
        }
    }

    /// <summary>Where a character stood in the original; for the position behind the last one, where the next will.</summary>
    internal long StartOf(int position)
    {
        long at = _forgotten + position;
        int gap = LastGap(at);
        return at + (gap < 0 ? 0 : _gaps[gap].Dropped);
    }

    /// <summary>Where the original of a span ends whose last character stands before <paramref name="position"/>.</summary>
    internal long EndOf(int position)
    {
        int gap = LastGap(_forgotten + position);
        return StartOf(position - 1) + (gap >= 0 && _gaps[gap].From == _forgotten + position && _gaps[gap].FollowsPair ? 2 : 1);
    }

    /// <summary>Gives the memory back, cleared. Nothing may be asked for any more.</summary>
    internal void Release()
    {
        Return();
        (_text, _length) = ([], 0);
    }

    private void Return()
    {
        if (_text.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_text, clearArray: true);
        }
    }

    internal void Forget(int count)
    {
        _text.AsSpan(count, _length - count).CopyTo(_text);
        _length -= count;
        _forgotten += count;
        int gap = LastGap(_forgotten);
        if (gap > 0)
        {
            _gaps.RemoveRange(0, gap);
        }
    }

    /// <summary>Adds a high surrogate and what belongs to it; returns how much of <paramref name="next"/> that is.</summary>
    private int AppendHigh(char high, ReadOnlySpan<char> next)
    {
        if (!char.IsLowSurrogate(next[0]))
        {
            AppendPlain([high]);
            return 0;
        }

        if (!TextFolding.TryFold(high, next[0], out char folded))
        {
            AppendPlain([high, next[0]]);
        }
        else if (folded == TextFolding.Dropped)
        {
            AppendFolded(folded);
            AppendFolded(folded);
        }
        else
        {
            AppendPlain([folded]);
            Drop(followsPair: true);
        }

        return 1;
    }

    private void AppendFolded(char folded)
    {
        if (folded != TextFolding.Dropped || _hiddenRun == MaxHiddenRun)
        {
            AppendPlain([folded == TextFolding.Dropped ? '\n' : folded]);
        }
        else
        {
            _hiddenRun++;
            Drop(followsPair: false);
        }
    }

    private void Drop(bool followsPair)
    {
        _dropped++;
        long from = _forgotten + _length;
        if (_gaps.Count > 0 && _gaps[^1].From == from)
        {
            _gaps[^1] = _gaps[^1] with { Dropped = _dropped };
        }
        else
        {
            _gaps.Add(new Gap(from, _dropped, followsPair));
        }
    }

    private void AppendPlain(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (_length + text.Length > _text.Length)
        {
            char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + text.Length, Math.Max(128, _text.Length * 2)));
            Text.CopyTo(larger);
            Return();
            _text = larger;
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
        _hiddenRun = 0;
    }

    /// <summary>The last gap at or before a position; -1 for none.</summary>
    private int LastGap(long at)
    {
        int low = 0;
        int high = _gaps.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _gaps[middle].From <= at ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    /// <summary>
    /// From the folded position <paramref name="From"/> on, <paramref name="Dropped"/> characters of the original are missing.
    /// </summary>
    private readonly record struct Gap(long From, long Dropped, bool FollowsPair);
}
