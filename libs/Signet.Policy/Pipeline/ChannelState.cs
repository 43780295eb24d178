namespace Signet.Policy.Pipeline;

/// <summary>One channel of one answer: its inspectors, what they hold back, and the edits not yet made.</summary>
internal sealed class ChannelState
{
    /// <summary>Edits that a caller may leave unmade on one channel before the answer is blocked.</summary>
    internal const int MaxEdits = 16_384;

    private readonly InspectorSlot[] _inspectors;
    private readonly OutcomeBuilder _outcome;
    private readonly bool _shadow;
    private readonly TimeProvider _time;
    private readonly List<PendingEdit> _edits = [];

    // Where the held-back text has a high surrogate, ascending: a release never ends just behind one.
    private Queue<long>? _highSurrogates;
    private long _released;

    internal ChannelState(
        CheckSlot[] slots, RequestContext request, InspectionChannel channel, OutcomeBuilder outcome, bool shadow, TimeProvider time)
    {
        _outcome = outcome;
        _shadow = shadow;
        _time = time;
        _inspectors = new InspectorSlot[slots.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            _inspectors[i] = new InspectorSlot(slots[i], i, this, outcome, time);
            _inspectors[i].Open(request, channel);
        }
    }

    /// <summary>True once the channel has ended.</summary>
    internal bool IsCompleted { get; private set; }

    /// <summary>Characters received so far.</summary>
    internal long Received { get; private set; }

    internal void Push(ReadOnlySpan<char> text)
    {
        if (IsCompleted)
        {
            _outcome.Add(CheckResult.Block("text came after the end of a channel"));
            return;
        }

        NoteSurrogates(text);
        Received += text.Length;
        long now = _time.GetTimestamp();
        foreach (InspectorSlot inspector in _inspectors)
        {
            now = inspector.Push(text, now);
        }

        if (_shadow)
        {
            // Nobody makes the edits; only what may still merge or be refused needs keeping.
            long safe = Safe();
            DropEdits(safe);
            DropSurrogates(safe);
        }
    }

    internal void Complete()
    {
        if (IsCompleted)
        {
            return;
        }

        long now = _time.GetTimestamp();
        foreach (InspectorSlot inspector in _inspectors)
        {
            now = inspector.Complete(now);
        }

        IsCompleted = true;
    }

    /// <summary>Moves the end of the releasable part as far as every inspector agrees.</summary>
    internal long Release(bool stopped)
    {
        if (!stopped)
        {
            _released = Math.Max(_released, WholeUpTo(IsCompleted ? Received : Safe()));
            DropSurrogates(_released);
        }

        return _released;
    }

    internal IReadOnlyList<TextEdit> ReleasedEdits() => _edits.Count == 0
        ? []
        : [.. _edits.TakeWhile(edit => edit.End <= _released).Select(edit => new TextEdit(edit.Start, edit.Length, edit.Replacement))];

    internal void DropEdits(long position)
    {
        int count = 0;
        while (count < _edits.Count && _edits[count].End <= position)
        {
            count++;
        }

        _edits.RemoveRange(0, count);
    }

    /// <summary>Adds an edit, merging it with all that it overlaps. The winner doesn't depend on the order of arrival.</summary>
    internal void AddEdit(TextEdit edit, int order)
    {
        PendingEdit merged = new(edit.Start, edit.End, edit.Replacement, edit.Start, order);
        int first = _edits.Count;
        while (first > 0 && _edits[first - 1].End > edit.Start)
        {
            first--;
        }

        int last = first;
        while (last < _edits.Count && _edits[last].Start < merged.End)
        {
            merged = merged.MergeWith(_edits[last]);
            last++;
        }

        _edits.RemoveRange(first, last - first);
        _edits.Insert(first, merged);
        _outcome.CountRedactions(1);
        if (_edits.Count > MaxEdits)
        {
            _outcome.Add(CheckResult.Block("the answer has too many spans to redact"));
        }
    }

    private long Safe()
    {
        long safe = Received;
        foreach (InspectorSlot inspector in _inspectors)
        {
            safe = Math.Min(safe, inspector.Safe);
        }

        return safe;
    }

    /// <summary>The greatest position at or before <paramref name="position"/> that splits no edit and no surrogate pair.</summary>
    private long WholeUpTo(long position)
    {
        long whole;
        do
        {
            whole = position;
            if (position > 0 && position == Received && IsCompleted)
            {
                return position;
            }

            if (_highSurrogates?.Contains(position - 1) == true)
            {
                position--;
            }

            foreach (PendingEdit edit in _edits)
            {
                if (edit.Start < position && position < edit.End)
                {
                    position = edit.Start;
                }
            }
        }
        while (whole != position);

        return position;
    }

    private void NoteSurrogates(ReadOnlySpan<char> text)
    {
        long start = Received;
        for (int at = text.IndexOfAnyInRange('\uD800', '\uDBFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDBFF'))
        {
            (_highSurrogates ??= new()).Enqueue(start + at);
            start += at + 1;
            text = text[(at + 1)..];
        }
    }

    private void DropSurrogates(long position)
    {
        while (_highSurrogates is not null && _highSurrogates.TryPeek(out long high) && high < position)
        {
            _highSurrogates.Dequeue();
        }
    }
}
