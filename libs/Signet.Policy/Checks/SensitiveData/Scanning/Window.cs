using System.Buffers;

namespace Signet.Policy.Checks.SensitiveData.Scanning;

/// <summary>
/// The part of a text that a detector sees. So that a text gives the same however it comes in pieces, a detector looks at most
/// <see cref="Behind"/> characters back from where it is asked, and takes the end of the window for the end of the text only when
/// <see cref="IsComplete"/>; otherwise what it can't see is <see cref="Verdict.Undecided"/>.
/// </summary>
internal readonly ref struct Window(ReadOnlySpan<char> text, bool isComplete)
{
    /// <summary>How far a detector looks back.</summary>
    internal const int Behind = 128;

    internal ReadOnlySpan<char> Text { get; } = text;

    internal bool IsComplete { get; } = isComplete;

    /// <summary>The character at a position; NUL in front of the text and behind it.</summary>
    internal char this[int index] => (uint)index < (uint)Text.Length ? Text[index] : '\0';

    /// <summary>False when the text may go on before this position.</summary>
    internal bool CanSee(int index) => index < Text.Length || IsComplete;

    /// <summary>
    /// The length of the run of <paramref name="members"/> at a position, or more than <paramref name="max"/> for a longer one.
    /// </summary>
    /// <returns>False when the window ends before the run does.</returns>
    internal bool TryRun(int at, SearchValues<char> members, int max, out int length)
    {
        ReadOnlySpan<char> rest = at < Text.Length ? Text[at..] : [];
        ReadOnlySpan<char> seen = rest.Length > max ? rest[..(max + 1)] : rest;
        length = seen.IndexOfAnyExcept(members);
        if (length >= 0)
        {
            return true;
        }

        length = seen.Length;
        return length > max || IsComplete;
    }

    /// <summary>How many characters of <paramref name="members"/> stand right before a position; at most <paramref name="max"/>.</summary>
    internal int RunBefore(int at, SearchValues<char> members, int max)
    {
        int from = Math.Max(0, at - max);
        int other = Text[from..at].LastIndexOfAnyExcept(members);
        return at - from - (other + 1);
    }
}
