using System.Globalization;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// Looks for words with which people, or texts that tools fetched, try to override a model's instructions: rules in many languages
/// (<see cref="RuleFile"/>), and phrases of the policy's. All items of a request are read as one text, so that what is cut in pieces is
/// found; encodings and ciphers are undone as far as the budget goes. Time is linear in the request.
/// </summary>
public sealed class PromptInjectionCheck : IAdmissionCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "prompt_injection";

    internal const int MinPhraseLength = 4;
    internal const int MaxCharacters = 255;

    private readonly PromptInjectionOptions _options;
    private readonly InjectionPlan _plan;

    // The memory of one search is kept for the next request; requests at the same time bring their own.
    private InjectionSearch? _idle;

    /// <summary>Makes the check.</summary>
    /// <exception cref="ArgumentException">A phrase is shorter than 4 characters, a label malformed, or another option out of its range.</exception>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public PromptInjectionCheck(PromptInjectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        UnicodeSupport.Require();
        _options = options;
        bool phrasesFit = options.Phrases.All(phrase => IsLabel(phrase.Label) && Literal.Fold(phrase.Text).Length >= MinPhraseLength);
        bool decisionsFit = options.Sources.Values.Append(options.Default).SelectMany(source => new[] { source.High, source.Medium, source.Low })
            .Append(options.OnBudget).All(decision => decision != Decision.Redact);
        if (!phrasesFit || !decisionsFit || options.MaxDepth is < 1 or > PromptInjectionOptions.MostDepth || options.MaxWorkKib < 1)
        {
            throw new ArgumentException("A phrase, a decision or a limit isn't valid.", nameof(options));
        }

        _plan = new InjectionPlan(options);
        _idle = new InjectionSearch(_plan);
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Ten seconds: linear work on a large body, on a machine that is busy.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(Admit(request, prefilter: true, cancellationToken));
    }

    /// <exception cref="CpuBudgetException">Its processor time is spent, and that blocks.</exception>
    internal AdmissionResult Admit(RequestContext request, bool prefilter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        InjectionSearch search = Interlocked.Exchange(ref _idle, null) ?? new InjectionSearch(_plan);
        try
        {
            search.Request.Read(request.Content, _plan.Treatments);
            search.Run(request.Budget, prefilter, cancellationToken);
            if (_options.OnBudget == Decision.Block && search.Worst is not { Decision: Decision.Block })
            {
                request.Budget.ThrowIfSpent();
            }

            return new AdmissionResult
            {
                Result = Judge(search.Worst, search.IsSpent),
                Seen = request.Content.Count - search.Request.Unread - search.Request.Skipped,
                Skipped = search.Request.Skipped,
                Unread = search.Request.Unread,
            };
        }
        finally
        {
            search.Request.Dispose();
            _idle = search;
        }
    }

    internal static bool IsLabel(string? label) =>
        label is { Length: >= 1 and <= 64 } && char.IsAsciiLetterLower(label[0])
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private CheckResult Judge(InjectionFinding? worst, bool isSpent)
    {
        if (worst is null && !isSpent)
        {
            return CheckResult.Allowed;
        }

        Dictionary<string, string> metadata = [];
        if (isSpent)
        {
            metadata["budget"] = "spent";
        }

        if (worst is null || (isSpent && _options.OnBudget > worst.Decision))
        {
            string work = _options.MaxWorkKib.ToString(CultureInfo.InvariantCulture);
            return new CheckResult
            {
                Decision = _options.OnBudget,
                Reason = $"the request holds more encoded text than is decoded ({work} KiB)",
                Metadata = metadata,
            };
        }

        metadata["label"] = worst.Label;
        metadata["severity"] = worst.Severity.ToString().ToLowerInvariant();
        metadata["source"] = SourceNames.Of(worst.Source);
        metadata["found"] = worst.How;
        return new CheckResult
        {
            Decision = worst.Decision,
            Reason = worst.Decision == Decision.Allow
                ? ""
                : $"the request holds words that override instructions ({worst.Label}, {metadata["severity"]}, in {metadata["source"]}, {worst.How})",
            Metadata = metadata,
        };
    }
}
