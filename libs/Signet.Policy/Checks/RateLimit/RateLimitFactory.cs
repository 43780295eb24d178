using Signet.Policy.Documents;
using Signet.Policy.Limits;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RateLimit;

/// <summary>Reads <c>rate_limit</c> from a policy document.</summary>
internal static class RateLimitFactory
{
    private const int MaxLimits = 100;
    private const int MaxOwners = 100;
    private const int MaxCapacity = 1_000_000;
    private const decimal Millionths = 1_000_000m;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        RateLimitOptions options = new()
        {
            Scope = LimitOptions.Scope(reader),
            Default = Allowance(reader),
            MaxKeys = LimitOptions.Keys(reader),
            Limits = [.. reader.Objects("limits", MaxLimits).Select(limit => Allowance(limit) with { Owners = Owners(limit) })],
        };
        return environment =>
        {
            string key = $"{environment.Policy}/{environment.Name}/{RateLimitCheck.CheckName}/{LimitOptions.NameOf(options.Scope)}";
            RateBuckets buckets = environment.States.GetOrAdd(key, () => new RateBuckets(environment.Time, options.MaxKeys));
            buckets.Resize(options.MaxKeys);
            return new RateLimitCheck(options, buckets);
        };
    }

    private static RateAllowance Allowance(OptionReader reader)
    {
        bool isQuota = reader.Flag("hard_quota", false);
        decimal refill = reader.Fraction("refill_per_second", 1 / Millionths, MaxCapacity, 1) * Millionths;
        if (isQuota && reader.Has("refill_per_second"))
        {
            reader.Error("refill_per_second", "contradicts hard_quota, which is never filled up again");
        }

        if (isQuota)
        {
            reader.Warn("hard_quota", "is counted in memory and starts anew when signet does");
        }

        if (refill != decimal.Truncate(refill))
        {
            reader.Error("refill_per_second", "must not have more than 6 decimal places");
        }

        return new RateAllowance
        {
            Capacity = reader.Number("capacity", 1, MaxCapacity, 60),
            RefillMillionths = isQuota ? 0 : (long)refill,
            MaxConcurrent = reader.Number("max_concurrent", 0, MaxCapacity, 0),
        };
    }

    private static List<OwnerPattern> Owners(OptionReader limit)
    {
        List<OwnerPattern> patterns = [];
        IReadOnlyList<string> texts = limit.Texts("owners", MaxOwners, OwnerId.MaxLength);
        foreach (string text in texts)
        {
            if (OwnerPattern.TryParse(text, out OwnerPattern? pattern))
            {
                patterns.Add(pattern);
            }
            else
            {
                limit.Error("owners", "must name owners such as agent:builder or agent:build*");
            }
        }

        if (texts.Count == 0)
        {
            limit.Error("owners", "is required");
        }

        return patterns;
    }
}
