using Signet.Policy.Documents;

namespace Signet.Policy.Checks.RateLimit;

/// <summary><c>rate_limit</c> as policies know it.</summary>
internal static class RateLimitDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = RateLimitCheck.CheckName,
        Summary = "Limits how many requests an owner, model or source may make, and how many at the same time.",
        Factory = RateLimitFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["by"] = "What requests must have in common to share a limit. Requests without an owner count by source.",
            ["capacity"] = "How many may come at once after a pause.",
            ["refill_per_second"] = "How many more become possible each second; at most 6 decimal places.",
            ["hard_quota"] = "The capacity is never filled up again.",
            ["max_concurrent"] = "How many may run at the same time; 0 for any number.",
            ["max_keys"] = "About how many limits are kept apart at once; further keys are refused while none of them is full again.",
            ["limits"] = "Limits for some owners in place of the general one; the first that names an owner counts.",
            ["limits[].owners"] = "Whom it is for, such as agent:builder or agent:build*.",
            ["limits[].capacity"] = "How many may come at once after a pause.",
            ["limits[].refill_per_second"] = "How many more become possible each second; at most 6 decimal places.",
            ["limits[].hard_quota"] = "The capacity is never filled up again.",
            ["limits[].max_concurrent"] = "How many may run at the same time; 0 for any number.",
        },
    };
}
