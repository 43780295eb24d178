using Signet.Gateway;

namespace Signet.Cli.Policies;

/// <summary>What has to become of a request. What isn't said isn't looked at.</summary>
internal sealed record PolicyTestExpectation
{
    /// <summary><c>allow</c>, <c>redact</c>, <c>escalate</c>, <c>block</c>, or <c>refuse</c> for what no check is shown.</summary>
    public required string Decision { get; init; }

    /// <summary>The check that decides.</summary>
    public string? Check { get; init; }

    /// <summary>A part of the reason; of a refusal, the whole token.</summary>
    public string? Reason { get; init; }

    /// <summary>The policy that is for it.</summary>
    public string? Policy { get; init; }

    /// <summary>What is otherwise; null where all is as it has to be.</summary>
    public string? Differs(PolicyTrialResult result)
    {
        var (decision, check, reason) = Seen(result);
        return decision != Decision ? $"expected {Decision}, got {decision}{(check is null ? "" : $" by {check}")}{(reason.Length > 0 ? $": {reason}" : "")}"
            : Check is not null && Check != check ? $"expected {decision} by {Check}, got it by {check}"
            : Reason is not null && !reason.Contains(Reason, StringComparison.Ordinal) ? $"expected the reason to hold \"{Reason}\", got \"{reason}\""
            : Policy is not null && Policy != result.Policy?.Name ? $"expected the policy {Policy}, got {result.Policy?.Name}"
            : null;
    }

    public static (string Decision, string? Check, string Reason) Seen(PolicyTrialResult result) => result switch
    {
        { Refusal: { } token } => ("refuse", null, token),
        { Admission: { } admission } => (admission.Decision.ToString().ToLowerInvariant(), admission.Check, admission.Reason),
        _ => ("refuse", null, ""),
    };
}
