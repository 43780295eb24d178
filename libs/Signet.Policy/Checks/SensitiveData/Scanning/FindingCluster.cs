namespace Signet.Policy.Checks.SensitiveData.Scanning;

/// <summary>Findings that overlap, taken as one: the most telling rule names it, the strictest action of all decides.</summary>
/// <param name="First">The position of its first finding in the sorted list.</param>
/// <param name="Count">How many findings.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character behind its last.</param>
internal readonly record struct FindingCluster(int First, int Count, int Start, int End)
{
    /// <summary>The cluster that starts with a finding of a list sorted by <see cref="Sort"/>.</summary>
    internal static FindingCluster At(List<Finding> sorted, int first)
    {
        int end = sorted[first].End;
        int next = first + 1;
        while (next < sorted.Count && sorted[next].Start < end)
        {
            end = Math.Max(end, sorted[next].End);
            next++;
        }

        return new FindingCluster(first, next - first, sorted[first].Start, end);
    }

    internal static void Sort(List<Finding> findings)
    {
        if (findings.Count > 1)
        {
            findings.Sort(static (left, right) => (left.Start, left.Rule, left.End).CompareTo((right.Start, right.Rule, right.End)));
        }
    }

    /// <summary>The finding of the rule that stands first in the table.</summary>
    internal Finding Best(List<Finding> sorted)
    {
        Finding best = sorted[First];
        for (int i = First + 1; i < First + Count; i++)
        {
            best = sorted[i].Rule < best.Rule ? sorted[i] : best;
        }

        return best;
    }
}
