namespace Signet.Policy.Decoding;

/// <summary>
/// Stretches of a text that stand likewise in texts that were decoded before: what undoing a few escapes makes is the same text but for
/// a few places. They are found by comparing, so that each of them is one; that some are missed costs time alone. Keeps its memory between
/// texts; not safe for concurrent use.
/// </summary>
internal sealed class CopiedText
{
    /// <summary>So many characters that stand in both texts tell where they go on together.</summary>
    private const int Needle = 16;

    /// <summary>How many characters may stand in a text instead of up to <see cref="Reach"/> in the other.</summary>
    private const int MaxWritten = 32;

    private const int Reach = 128;

    /// <summary>So often two texts may part; what comes then counts as new.</summary>
    private const int MaxPartings = 64;

    // A start of -1 is that of both texts, and an end behind the last character that of both.
    private readonly List<(int Start, int End)> _stretches = [];

    /// <summary>True when a stretch is copied with the characters on both sides of it, or with the ends of both texts.</summary>
    internal bool Contains(int start, int end)
    {
        foreach ((int copiedStart, int copiedEnd) in _stretches)
        {
            if (copiedStart < start && end < copiedEnd)
            {
                return true;
            }
        }

        return false;
    }

    internal void Clear() => _stretches.Clear();

    /// <summary>Compares a text with another one, of which it may be a copy from <paramref name="near"/> on.</summary>
    internal void Compare(ReadOnlySpan<char> text, ReadOnlySpan<char> other, int near)
    {
        int at = 0;
        int from = Math.Min(near, other.Length);
        for (int i = 0; i < MaxPartings && Meet(text, other, ref at, ref from); i++)
        {
            int length = text[at..].CommonPrefixLength(other[from..]);
            bool startsBoth = at == 0 && from == 0;
            at += length;
            from += length;
            bool endsBoth = at == text.Length && from == other.Length;
            _stretches.Add((startsBoth ? -1 : at - length, endsBoth ? at + 1 : at));
        }
    }

    private static bool Meet(ReadOnlySpan<char> text, ReadOnlySpan<char> other, ref int at, ref int from)
    {
        ReadOnlySpan<char> near = other.Slice(from, Math.Min(Reach, other.Length - from));
        for (int written = 0; written <= MaxWritten && at + written + Needle <= text.Length; written++)
        {
            int found = near.IndexOf(text.Slice(at + written, Needle));
            if (found >= 0)
            {
                (at, from) = (at + written, from + found);
                return true;
            }
        }

        return false;
    }
}
