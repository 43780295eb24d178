using System.Globalization;
using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>Gathers what is found in the items of one request.</summary>
internal sealed class AdmissionFindings(RuleSet rules, Redactor redactor)
{
    private readonly List<(int Item, TextEdit Edit)> _edits = [];
    private readonly HashSet<(int Rule, int Item, long Start, long End)> _known = [];
    private readonly int[] _counts = new int[rules.Count];
    private Decision _action = Decision.Allow;
    private int _decider;
    private bool _isTooLong;

    /// <summary>Takes what was found in one item.</summary>
    internal void Add(int item, ReadOnlySpan<char> text, FoldedText? folded, List<Finding> findings)
    {
        rules.Filter(findings, text);
        foreach (Finding finding in findings)
        {
            _known.Add((finding.Rule, item, StartOf(folded, finding.Start), EndOf(folded, finding.End)));
        }

        for (int taken = 0; taken < findings.Count;)
        {
            FindingCluster cluster = FindingCluster.At(findings, taken);
            if (Count(cluster, findings) == Decision.Redact)
            {
                long start = StartOf(folded, cluster.Start);
                _edits.Add((item, new TextEdit(start, (int)(EndOf(folded, cluster.End) - start), Replacement(cluster, text, findings))));
            }

            taken += cluster.Count;
        }
    }

    /// <summary>
    /// Takes what was found in the joined text of several, unless it was found in its item alone. A shape is cut as the value was; anything
    /// else that stands for a value stands in the first part.
    /// </summary>
    internal void Add(JoinedText joined, int[] partStarts, ReadOnlySpan<char> text, FoldedText? folded, List<Finding> findings)
    {
        findings.RemoveAll(finding => IsKnown(joined, finding.Rule, StartOf(folded, finding.Start), EndOf(folded, finding.End)));
        rules.Filter(findings, text);
        for (int taken = 0; taken < findings.Count;)
        {
            FindingCluster cluster = FindingCluster.At(findings, taken);
            if (Count(cluster, findings) == Decision.Redact)
            {
                Spread(joined, partStarts, cluster, StartOf(folded, cluster.Start), EndOf(folded, cluster.End), Replacement(cluster, text, findings));
            }

            taken += cluster.Count;
        }
    }

    internal AdmissionResult Build()
    {
        if (_action == Decision.Allow)
        {
            return AdmissionResult.Allowed;
        }

        IEnumerable<string> counts = Enumerable.Range(0, rules.Count).Where(rule => _counts[rule] > 0)
            .Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rules[rule].Id}={_counts[rule]}"));
        return new AdmissionResult
        {
            Result = new CheckResult
            {
                Decision = _action,
                Reason = _isTooLong
                    ? $"the request holds a value of the rule {rules[_decider].Id} that is too long"
                    : $"the request holds a value of the rule {rules[_decider].Id}",
                Metadata = new Dictionary<string, string> { ["rule"] = rules[_decider].Id, ["finds"] = string.Join(',', counts) },
            },
            Edits = EditList.Merge(_edits),
        };
    }

    private static long StartOf(FoldedText? folded, int position) => folded?.StartOf(position) ?? position;

    private static long EndOf(FoldedText? folded, int position) => folded?.EndOf(position) ?? position;

    /// <summary>Counts one value; what it means.</summary>
    private Decision Count(in FindingCluster cluster, List<Finding> findings)
    {
        Finding best = cluster.Best(findings);
        Decision action = rules.ActionOf(cluster, findings);
        _counts[best.Rule]++;
        if (action > _action)
        {
            (_action, _decider, _isTooLong) = (action, best.Rule, best.IsTooLong);
        }

        return action;
    }

    private string Replacement(in FindingCluster cluster, ReadOnlySpan<char> text, List<Finding> findings)
    {
        Finding best = cluster.Best(findings);
        ReadOnlySpan<char> span = text[cluster.Start..cluster.End];
        string shape = Redactor.Shape(rules[best.Rule], span, best.Start - cluster.Start, best.End - cluster.Start);
        return redactor.Replace(rules[best.Rule], text[best.Start..best.End], shape);
    }

    private bool IsKnown(JoinedText joined, int rule, long start, long end)
    {
        JoinedPart part = joined.Parts[joined.PartAt(start)];
        int shift = part.From - part.Start;
        return end <= part.End && _known.Contains((rule, part.Item, start + shift, end + shift));
    }

    /// <summary>Edits every part that a value stands in.</summary>
    private void Spread(JoinedText joined, int[] partStarts, in FindingCluster cluster, long start, long end, string replacement)
    {
        bool isFirst = true;
        for (int i = joined.PartAt(start); i < joined.Parts.Count && joined.Parts[i].Start < end; i++)
        {
            JoinedPart part = joined.Parts[i];
            long from = Math.Max(start, part.Start);
            long to = Math.Min(end, part.End);
            string own = isFirst ? replacement : "";
            if (redactor.KeepsShape)
            {
                int first = Math.Clamp(partStarts[i] - cluster.Start, 0, replacement.Length);
                int next = i + 1 < partStarts.Length ? Math.Clamp(partStarts[i + 1] - cluster.Start, first, replacement.Length) : replacement.Length;
                own = replacement[first..next];
            }

            isFirst = false;
            _edits.Add((part.Item, new TextEdit(part.From + from - part.Start, (int)(to - from), own)));
        }
    }
}
