namespace Signet.Policy.Checks.RegexContent;

/// <summary>Where a rule looks.</summary>
public enum RuleScope
{
    /// <summary>Requests and answers.</summary>
    Both,

    /// <summary>Requests only.</summary>
    Request,

    /// <summary>Answers only.</summary>
    Response,
}
