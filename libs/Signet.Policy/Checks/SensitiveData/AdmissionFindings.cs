using System.Globalization;
using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>Gathers what is found in the items of one request.</summary>
internal sealed class AdmissionFindings(RuleSet rules, Redactor redactor)
{
    private readonly List<(int Item, TextEdit Edit)> _edits = [];
    private readonly int[] _counts = new int[rules.Count];
    private Decision _action = Decision.Allow;
    private int _decider;
    private bool _isTooLong;

    internal void Add(int item, ReadOnlySpan<char> text, FoldedText? folded, List<Finding> findings)
    {
        rules.Filter(findings, text);
        for (int taken = 0; taken < findings.Count;)
        {
            FindingCluster cluster = FindingCluster.At(findings, taken);
            Finding best = cluster.Best(findings);
            Decision action = rules.ActionOf(cluster, findings);
            _counts[best.Rule]++;
            if (action > _action)
            {
                (_action, _decider, _isTooLong) = (action, best.Rule, best.IsTooLong);
            }

            if (action == Decision.Redact)
            {
                ReadOnlySpan<char> span = text[cluster.Start..cluster.End];
                string shape = Redactor.Shape(rules[best.Rule], span, best.Start - cluster.Start, best.End - cluster.Start);
                string replacement = redactor.Replace(rules[best.Rule], text[best.Start..best.End], shape);
                long start = folded?.StartOf(cluster.Start) ?? cluster.Start;
                long end = folded?.EndOf(cluster.End) ?? cluster.End;
                _edits.Add((item, new TextEdit(start, (int)(end - start), replacement)));
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
            Edits = _edits,
        };
    }
}
