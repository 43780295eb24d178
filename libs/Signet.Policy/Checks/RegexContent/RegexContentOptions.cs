namespace Signet.Policy.Checks.RegexContent;

/// <summary>Options of <c>regex_content</c>.</summary>
public sealed record RegexContentOptions
{
    /// <summary><c>rules</c>: 1 to 100 of them. All run; the strictest action wins.</summary>
    public required IReadOnlyList<RegexRule> Rules { get; init; }
}
