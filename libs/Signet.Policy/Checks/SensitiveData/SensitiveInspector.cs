using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>
/// Reads one channel. Held back is the run without white space that the text ends in, as far as a detector looks back, and whatever
/// may still turn out to be a value; at most what the longest value needs.
/// </summary>
internal sealed class SensitiveInspector : ChannelInspector
{
    private const int Slice = 4096;
    private const int ForgetFrom = 512;

    private readonly FoldedText _text = new();
    private readonly RuleSet _rules;
    private readonly Func<Redactor> _redactor;
    private readonly TextScanner _scanner;
    private long _received;
    private long _released;
    private int _scanFrom;

    internal SensitiveInspector(RuleSet rules, Func<Redactor> redactor, CpuBudget budget)
    {
        (_rules, _redactor) = (rules, redactor);
        _scanner = new TextScanner(rules.Detectors);
        _scanner.Restart(budget);
    }

    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        while (!text.IsEmpty)
        {
            ReadOnlySpan<char> slice = text[..Math.Min(Slice, text.Length)];
            text = text[slice.Length..];
            _received += slice.Length;
            _text.Append(slice);
            if (_text.Text.Length >= _scanFrom)
            {
                Scan(isComplete: false, sink);
            }
        }

        return (int)(_received - _released);
    }

    public override void Complete(IInspectionSink sink)
    {
        _text.Complete();
        Scan(isComplete: true, sink);
        _text.Release();
    }

    private void Scan(bool isComplete, IInspectionSink sink)
    {
        _scanner.Scan(new Window(_text.Text, isComplete));
        int safe = _scanner.Findings.Count == 0 ? _scanner.Safe : Take(sink);
        _released = safe == _text.Text.Length ? _received - _text.Unread : Math.Max(_released, _text.StartOf(safe));
        int undecided = _text.Text.Length - _scanner.Decided;
        int gone = safe - Window.Behind;
        if (gone >= ForgetFrom)
        {
            _text.Forget(gone);
            _scanner.Forget(gone);
        }

        // What is undecided is looked at again when an eighth of it has come: all looks together cost no more than a multiple of the text.
        _scanFrom = _text.Text.Length + 1 + (undecided / 8);
    }

    /// <summary>Reports what can grow no more; returns up to where nothing is left to report.</summary>
    private int Take(IInspectionSink sink)
    {
        List<Finding> findings = _scanner.Findings;
        _rules.Filter(findings, _text.Text);
        int taken = 0;
        int safe = _scanner.Safe;
        while (taken < findings.Count)
        {
            FindingCluster cluster = FindingCluster.At(findings, taken);
            if (cluster.End > _scanner.Safe)
            {
                safe = Math.Min(safe, cluster.Start);
                break;
            }

            Report(cluster, sink);
            taken += cluster.Count;
        }

        findings.RemoveRange(0, taken);
        return safe;
    }

    private void Report(in FindingCluster cluster, IInspectionSink sink)
    {
        Finding best = cluster.Best(_scanner.Findings);
        SensitiveRule rule = _rules[best.Rule];
        Decision action = _rules.ActionOf(cluster, _scanner.Findings);
        CheckResult result = new()
        {
            Decision = action,
            Reason = best.IsTooLong
                ? $"the answer holds a value of the rule {rule.Id} that is too long to hold back"
                : $"the answer holds a value of the rule {rule.Id}",
            Metadata = new Dictionary<string, string> { ["rule"] = rule.Id },
        };
        if (action != Decision.Redact)
        {
            sink.Report(result);
            return;
        }

        long start = _text.StartOf(cluster.Start);
        ReadOnlySpan<char> span = _text.Text[cluster.Start..cluster.End];
        string shape = Redactor.Shape(rule, span, best.Start - cluster.Start, best.End - cluster.Start);
        int length = (int)(_text.EndOf(cluster.End) - start);
        sink.Redact(new TextEdit(start, length, _redactor().Replace(rule, _text.Text[best.Start..best.End], shape)), result);
    }
}
