namespace Signet.Policy.Decoding;

/// <summary>
/// Remembers which runs of characters have been decoded for a request, exactly. Most of what one decoder makes is text that it left as it
/// was, and what another makes of a run depends on the run alone, so that a second look at it would make nothing new. Bounded; keeps its
/// memory between requests, though not what was in it. Not safe for concurrent use.
/// </summary>
internal sealed class RunMemory
{
    /// <summary>Longer runs are hardly ever met twice, and aren't remembered.</summary>
    internal const int MaxLength = 4 * 1024;

    /// <summary>So many characters are remembered for one request; what comes then is new however often it comes.</summary>
    internal const int MaxCharacters = 256 * 1024;

    private const int LeastSlots = 64;

    private readonly List<(RunKind Kind, int Start, int Length, int Hash)> _runs = [];
    private char[] _text = [];
    private int _length;

    // Numbers in the list, from 1; a power of two of them, at least half of which are free.
    private int[] _slots = new int[LeastSlots];

    /// <summary>True when a run comes for the first time, or can't be remembered.</summary>
    internal bool IsNew(RunKind kind, ReadOnlySpan<char> run)
    {
        if (run.Length > MaxLength)
        {
            return true;
        }

        int hash = string.GetHashCode(run);
        int slot = Free(hash, kind, run);
        if (slot < 0)
        {
            return false;
        }

        if (_length + run.Length > MaxCharacters)
        {
            return true;
        }

        Remember(kind, run, hash);
        _slots[slot] = _runs.Count;
        if (2 * _runs.Count > _slots.Length)
        {
            Grow();
        }

        return true;
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        _text.AsSpan(0, _length).Clear();
        _slots.AsSpan().Clear();
        _runs.Clear();
        _length = 0;
    }

    /// <summary>The free slot for a run, or -1 when the run is known.</summary>
    private int Free(int hash, RunKind kind, ReadOnlySpan<char> run)
    {
        int mask = _slots.Length - 1;
        int slot = hash & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            (RunKind knownKind, int start, int length, int knownHash) = _runs[_slots[slot] - 1];
            if (knownHash == hash && knownKind == kind && run.SequenceEqual(_text.AsSpan(start, length)))
            {
                return -1;
            }
        }

        return slot;
    }

    private void Remember(RunKind kind, ReadOnlySpan<char> run, int hash)
    {
        if (_text.Length < _length + run.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + run.Length, 2 * _text.Length));
        }

        run.CopyTo(_text.AsSpan(_length));
        _runs.Add((kind, _length, run.Length, hash));
        _length += run.Length;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        int mask = _slots.Length - 1;
        for (int i = 0; i < _runs.Count; i++)
        {
            int slot = _runs[i].Hash & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
