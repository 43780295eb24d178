using Signet.Policy.Content;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// Looks for literal phrases with which people try to override a model's instructions. All items of a request are read as one text, so
/// that a phrase cut in pieces is found; <see cref="LiteralMatcher"/> says what can't hide one. Time is linear in the request.
/// </summary>
public sealed class PromptInjectionCheck : IAdmissionCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "prompt_injection";

    internal const int MinPhraseLength = 4;
    internal const int MaxCharacters = 255;

    private readonly PromptInjectionOptions _options;
    private readonly InjectionPhrase[] _phrases;
    private readonly Literal[] _literals;
    private readonly LiteralAutomaton _automaton;

    /// <summary>Makes the check.</summary>
    /// <exception cref="ArgumentException">A phrase is shorter than 4 characters, a label malformed, or the action none of the two.</exception>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public PromptInjectionCheck(PromptInjectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        UnicodeSupport.Require();
        _options = options;
        _phrases = [.. options.UseDefaultPhrases ? DefaultPhrases.All : [], .. options.Phrases];
        _literals = [.. _phrases.Select(phrase => new Literal(Literal.Fold(phrase.Text), phrase.WholeWords, phrase.WholeWords))];
        if (options.Action is not (Decision.Block or Decision.Escalate) || !_phrases.All(phrase => IsLabel(phrase.Label))
            || _literals.Any(literal => literal.Text.Length < MinPhraseLength))
        {
            throw new ArgumentException("An action, a label or a phrase isn't valid.", nameof(options));
        }

        _automaton = new LiteralAutomaton([.. _literals.Select(literal => literal.Text)]);
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Ten seconds: linear work on a large body, on a machine that is busy.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        LiteralMatcher matcher = new(_automaton, _literals);
        List<int> found = [];
        int unread = 0;
        foreach (ContentItem item in request.Content)
        {
            cancellationToken.ThrowIfCancellationRequested();
            unread += item.Kind == ContentKind.Media ? 1 : 0;
            matcher.Push(item.Text, found);
            matcher.Separate(found);
        }

        AdmissionResult result = new()
        {
            Result = Judge(found, matcher.FoundHiddenRun),
            Seen = request.Content.Count - unread,
            Unread = unread,
        };
        return ValueTask.FromResult(result);
    }

    internal static bool IsLabel(string? label) =>
        label is { Length: >= 1 and <= 64 } && char.IsAsciiLetterLower(label[0])
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private CheckResult Judge(List<int> found, bool hiddenRun)
    {
        if (found.Count == 0 && !hiddenRun)
        {
            return CheckResult.Allowed;
        }

        string label = found.Count > 0 ? _phrases[found[0]].Label : "hidden_characters";
        return new CheckResult
        {
            Decision = _options.Action,
            Reason = $"the request holds words that override instructions ({label})",
            Metadata = new Dictionary<string, string> { ["label"] = label },
        };
    }
}
