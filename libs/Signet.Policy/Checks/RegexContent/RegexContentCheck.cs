using System.Globalization;
using System.Text.RegularExpressions;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>
/// Runs expressions over every item of a request and every channel of an answer. All rules run; the strictest action wins; spans of
/// redacting rules that overlap are replaced as one. A match in an answer is the same however the answer comes in pieces.
/// </summary>
public sealed class RegexContentCheck : IAdmissionCheck, IInspectionCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "regex_content";

    private readonly CompiledRule[] _requestRules;
    private readonly CompiledRule[] _responseRules;

    /// <summary>Makes the check.</summary>
    /// <exception cref="ArgumentException">A rule isn't valid; see <see cref="RegexRule"/>.</exception>
    public RegexContentCheck(RegexContentOptions options)
        : this(Compile(options))
    {
    }

    internal RegexContentCheck(IReadOnlyCollection<CompiledRule> rules)
    {
        _requestRules = [.. rules.Where(rule => rule.Rule.On != RuleScope.Response)];
        _responseRules = [.. rules.Where(rule => rule.Rule.On != RuleScope.Request)];
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Ten seconds: linear work on a large body, on a machine that is busy.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<(int Item, TextEdit Edit)> edits = [];
        List<TextEdit> ofItem = [];
        SortedSet<string>? labels = null;
        RegexRule? strictest = null;
        int matches = 0;
        int unread = 0;
        for (int i = 0; i < request.Content.Count; i++)
        {
            ContentItem item = request.Content[i];
            unread += item.Kind == ContentKind.Media ? 1 : 0;
            foreach (CompiledRule rule in _requestRules)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!rule.Alphabet.MayMatch(item.Text))
                {
                    continue;
                }

                foreach (ValueMatch match in rule.Regex.EnumerateMatches(item.Text))
                {
                    if (match.Length == 0)
                    {
                        continue;
                    }

                    matches++;
                    (labels ??= new(StringComparer.Ordinal)).Add(rule.Rule.Label);
                    strictest = strictest is null || rule.Rule.Action > strictest.Action ? rule.Rule : strictest;
                    if (rule.Rule.Action == Decision.Redact)
                    {
                        ofItem.Add(new TextEdit(match.Index, match.Length, rule.Rule.Replacement));
                    }
                }
            }

            if (ofItem.Count > 0)
            {
                edits.AddRange(EditList.Merge(ofItem).Select(edit => (i, edit)));
                ofItem.Clear();
            }
        }

        AdmissionResult result = new()
        {
            Result = strictest is null ? CheckResult.Allowed : Found(strictest, labels!, matches),
            Edits = edits,
            Seen = request.Content.Count - unread,
            Unread = unread,
        };
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public ChannelInspector Open(RequestContext request, InspectionChannel channel) => new RegexInspector(_responseRules);

    private static CheckResult Found(RegexRule strictest, SortedSet<string> labels, int matches) => new()
    {
        Decision = strictest.Action,
        Reason = $"the request matches the rule {strictest.Label}",
        Metadata = new Dictionary<string, string>
        {
            ["label"] = strictest.Label,
            ["labels"] = string.Join(',', labels),
            ["matches"] = matches.ToString(CultureInfo.InvariantCulture),
        },
    };

    private static List<CompiledRule> Compile(RegexContentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<CompiledRule> rules = [];
        foreach (RegexRule rule in options.Rules)
        {
            if (!CompiledRule.TryCompile(rule, out CompiledRule? compiled, out (string Option, string Message)? error))
            {
                throw new ArgumentException($"{error.Value.Option} {error.Value.Message}", nameof(options));
            }

            rules.Add(compiled);
        }

        return rules;
    }
}
