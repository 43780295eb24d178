using System.Text.RegularExpressions;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>
/// Runs expressions over every item of a request, over the parts of each message as one text, and over every channel of an answer. All
/// rules run; the strictest action wins; spans of redacting rules that overlap are replaced as one. A match in an answer is the same
/// however the answer comes in pieces.
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
        AdmissionMatches? found = null;
        int unread = 0;
        for (int i = 0; i < request.Content.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ContentItem item = request.Content[i];
            unread += item.Kind == ContentKind.Media ? 1 : 0;
            foreach (CompiledRule rule in _requestRules)
            {
                if (rule.Alphabet.MayMatch(item.Text))
                {
                    Search(rule, i, item.Text, ref found);
                    request.Budget.ThrowIfSpent();
                }
            }
        }

        if (JoinedText.HasAny(request.Content))
        {
            SearchJoined(request, ref found, cancellationToken);
        }

        AdmissionResult result = (found?.Build() ?? AdmissionResult.Allowed) with { Seen = request.Content.Count - unread, Unread = unread };
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public ChannelInspector Open(RequestContext request, InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new RegexInspector(_responseRules, request.Budget);
    }

    private static void Search(CompiledRule rule, int item, string text, ref AdmissionMatches? found)
    {
        foreach (ValueMatch match in rule.Regex.EnumerateMatches(text))
        {
            if (match.Length > 0)
            {
                (found ??= new AdmissionMatches()).Add(rule, item, match.Index, match.Length);
            }
        }
    }

    private void SearchJoined(RequestContext request, ref AdmissionMatches? found, CancellationToken cancellationToken)
    {
        using JoinedText joined = new(request.Content, int.MaxValue, static _ => false);
        while (joined.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (CompiledRule rule in _requestRules)
            {
                JointSearch.Run(rule, joined, ref found);
                request.Budget.ThrowIfSpent();
            }
        }
    }

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
