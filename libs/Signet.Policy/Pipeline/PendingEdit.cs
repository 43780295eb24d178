namespace Signet.Policy.Pipeline;

/// <summary>An edit, perhaps of several checks, that waits for the release of its text.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">The character behind the last.</param>
/// <param name="Replacement">What replaces them.</param>
/// <param name="WinnerStart">Where the edit that gave the replacement starts.</param>
/// <param name="WinnerOrder">The position of that edit's check in the pipeline.</param>
internal readonly record struct PendingEdit(long Start, long End, string Replacement, long WinnerStart, int WinnerOrder)
{
    internal int Length => checked((int)(End - Start));

    internal PendingEdit MergeWith(PendingEdit other)
    {
        PendingEdit winner = (other.WinnerStart, other.WinnerOrder).CompareTo((WinnerStart, WinnerOrder)) <= 0 ? other : this;
        return winner with { Start = Math.Min(Start, other.Start), End = Math.Max(End, other.End) };
    }
}
