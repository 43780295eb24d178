using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>One expression and what happens to text that it matches.</summary>
public sealed record RegexRule
{
    /// <summary><c>label</c>: its name in reasons, metadata and the log; <c>[a-z][a-z0-9_]{0,63}</c>, unique in the check.</summary>
    public required string Label { get; init; }

    /// <summary>
    /// <c>pattern</c>: a .NET expression of at most 2000 characters that runs in linear time (no look-around, no back references, no
    /// atomic groups), doesn't match the empty text and, where it looks at answers, has no anchor at the end of the text
    /// (<c>$</c>, <c>\z</c>, <c>\Z</c>) and no <c>\G</c>: nobody knows the end of a stream before it comes.
    /// </summary>
    public required string Pattern { get; init; }

    /// <summary><c>action</c>: block, redact or escalate.</summary>
    public required Decision Action { get; init; }

    /// <summary><c>replacement</c>: stands for what is redacted; 0 to 256 characters that the pattern doesn't match.</summary>
    public string Replacement { get; init; } = "[REDACTED]";

    /// <summary><c>on</c>: request, response or both, the default.</summary>
    public RuleScope On { get; init; }

    /// <summary>
    /// <c>max_length</c>: the longest match in an answer, in characters; 1 to 4096, 256 by default. A longer one can't be held back
    /// whole and blocks, whatever the action. It doesn't bind in requests, which are there in one piece.
    /// </summary>
    public int MaxLength { get; init; } = 256;
}
