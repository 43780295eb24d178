using System.Globalization;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>Gathers what the rules match in one request.</summary>
internal sealed class AdmissionMatches
{
    private readonly List<(int Item, TextEdit Edit)> _edits = [];
    private readonly SortedSet<string> _labels = new(StringComparer.Ordinal);
    private readonly HashSet<(CompiledRule Rule, int Item, int Start, int Length)> _known = [];
    private RegexRule? _strictest;
    private int _count;

    /// <summary>Takes a match in one item.</summary>
    internal void Add(CompiledRule rule, int item, int start, int length)
    {
        _known.Add((rule, item, start, length));
        Count(rule.Rule);
        if (rule.Rule.Action == Decision.Redact)
        {
            _edits.Add((item, new TextEdit(start, length, rule.Rule.Replacement)));
        }
    }

    /// <summary>
    /// Takes a match in the joined text of several, unless it was found in its item alone. The replacement stands in the first part; of the
    /// others what was matched goes.
    /// </summary>
    internal void Add(CompiledRule rule, JoinedText joined, int start, int length)
    {
        List<(int Item, TextEdit Edit)> edits = [];
        int end = start + length;
        for (int i = joined.PartAt(start); i < joined.Parts.Count && joined.Parts[i].Start < end; i++)
        {
            JoinedPart part = joined.Parts[i];
            int from = Math.Max(start, part.Start);
            int to = Math.Min(end, part.End);
            edits.Add((part.Item, new TextEdit(part.From + from - part.Start, to - from, edits.Count == 0 ? rule.Rule.Replacement : "")));
        }

        if (edits.Count == 1 && _known.Contains((rule, edits[0].Item, (int)edits[0].Edit.Start, length)))
        {
            return;
        }

        Count(rule.Rule);
        if (rule.Rule.Action == Decision.Redact)
        {
            _edits.AddRange(edits);
        }
    }

    internal AdmissionResult Build() => new()
    {
        Result = new CheckResult
        {
            Decision = _strictest!.Action,
            Reason = $"the request matches the rule {_strictest.Label}",
            Metadata = new Dictionary<string, string>
            {
                ["label"] = _strictest.Label,
                ["labels"] = string.Join(',', _labels),
                ["matches"] = _count.ToString(CultureInfo.InvariantCulture),
            },
        },
        Edits = EditList.Merge(_edits),
    };

    private void Count(RegexRule rule)
    {
        _count++;
        _labels.Add(rule.Label);
        _strictest = _strictest is null || rule.Action > _strictest.Action ? rule : _strictest;
    }
}
