using System.Security.Cryptography;
using System.Text;
using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Checks.SensitiveData.Detectors;
using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>The rules of one direction with their actions. Immutable and safe for concurrent use.</summary>
internal sealed class RuleSet
{
    private readonly SensitiveRule[] _rules;
    private readonly Decision[] _actions;
    private readonly HashSet<string> _allowed;
    private readonly bool _countDocumentation;

    internal RuleSet(SensitiveDataOptions options, RuleScope direction)
    {
        _rules = [.. RuleTable.Rules];
        _actions = new Decision[_rules.Length];
        _allowed = new HashSet<string>(options.Allow, StringComparer.Ordinal);
        _countDocumentation = options.DocumentationValues;
        List<(int, Detector)> detectors = [];
        for (int i = 0; i < _rules.Length; i++)
        {
            RuleSetting setting = options.SettingOf(_rules[i]);
            if (setting.Action != Decision.Allow && (setting.On == RuleScope.Both || setting.On == direction))
            {
                _actions[i] = setting.Action;
                int rule = i;
                detectors.AddRange(RuleTable.DetectorsOf(_rules[i].Id, setting.MinEntropy).Select(detector => (rule, detector)));
            }
        }

        Detectors = new DetectorSet(detectors);
    }

    internal DetectorSet Detectors { get; }

    internal SensitiveRule this[int rule] => _rules[rule];

    internal int Count => _rules.Length;

    /// <summary>
    /// Leaves out the findings that are none: values of documentation, values that the policy allows by digest, and shapes of values that
    /// have been redacted before. What stays is sorted.
    /// </summary>
    internal void Filter(List<Finding> findings, ReadOnlySpan<char> text)
    {
        int kept = 0;
        for (int i = 0; i < findings.Count; i++)
        {
            Finding finding = findings[i];
            if (finding.IsTooLong || !IsHarmless(_rules[finding.Rule], text[finding.Start..finding.End]))
            {
                findings[kept++] = finding;
            }
        }

        findings.RemoveRange(kept, findings.Count - kept);
        FindingCluster.Sort(findings);
    }

    /// <summary>The strictest action of a cluster's rules.</summary>
    internal Decision ActionOf(in FindingCluster cluster, List<Finding> findings)
    {
        Decision action = Decision.Allow;
        for (int i = cluster.First; i < cluster.First + cluster.Count; i++)
        {
            Decision own = findings[i].IsTooLong ? Decision.Block : _actions[findings[i].Rule];
            action = own > action ? own : action;
        }

        return action;
    }

    private bool IsHarmless(SensitiveRule rule, ReadOnlySpan<char> value) =>
        value.SequenceEqual(Redactor.Shape(rule, value, 0, value.Length))
        || (!_countDocumentation && DocumentationValues.Contains(rule, value))
        || (_allowed.Count > 0 && _allowed.Contains(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(new string(value))))));
}
