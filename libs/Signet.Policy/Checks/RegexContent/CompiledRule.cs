using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Signet.Policy.Checks.PromptInjection;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>A rule that has been found good. Immutable and safe for concurrent use.</summary>
internal sealed class CompiledRule
{
    private const int MaxPatternLength = 2000;
    private const int MaxReplacementLength = 256;
    private const int MaxMatchLength = 4096;

    private CompiledRule(RegexRule rule, Regex regex, PatternAlphabet alphabet)
    {
        Rule = rule;
        Regex = regex;
        Alphabet = alphabet;
    }

    internal RegexRule Rule { get; }

    internal Regex Regex { get; }

    internal PatternAlphabet Alphabet { get; }

    /// <summary>Compiles a rule, or says which option is wrong and why.</summary>
    internal static bool TryCompile(
        RegexRule rule,
        [NotNullWhen(true)] out CompiledRule? compiled,
        [NotNullWhen(false)] out (string Option, string Message)? error)
    {
        compiled = null;
        error = FindBadOption(rule);
        if (error is not null)
        {
            return false;
        }

        Regex regex;
        try
        {
            regex = new Regex(rule.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or InsufficientExecutionStackException)
        {
            error = ("pattern", "is not an expression that runs in linear time");
            return false;
        }

        PatternAlphabet alphabet = new(rule.Pattern);
        if (regex.IsMatch("") || regex.IsMatch(rule.Replacement))
        {
            error = regex.IsMatch("") ? ("pattern", "matches the empty text") : ("replacement", "is matched by the pattern");
        }
        else if (rule.On != RuleScope.Request && alphabet.HasEndAnchor)
        {
            error = ("pattern", @"has an anchor ($, \z, \Z or \G) that can't be decided on a stream");
        }
        else
        {
            compiled = new CompiledRule(rule, regex, alphabet);
        }

        return compiled is not null;
    }

    private static (string Option, string Message)? FindBadOption(RegexRule rule)
    {
        if (!PromptInjectionCheck.IsLabel(rule.Label))
        {
            return ("label", "must match [a-z][a-z0-9_]{0,63}");
        }

        if (rule.Pattern is not { Length: > 0 and <= MaxPatternLength })
        {
            return ("pattern", "must have 1 to 2000 characters");
        }

        if (rule.Replacement is not { Length: <= MaxReplacementLength })
        {
            return ("replacement", "must have 0 to 256 characters");
        }

        if (rule.MaxLength is < 1 or > MaxMatchLength)
        {
            return ("max_length", "must be a whole number from 1 to 4096");
        }

        return rule.Action is Decision.Block or Decision.Redact or Decision.Escalate
            ? null
            : ("action", "must be one of block, redact, escalate");
    }
}
