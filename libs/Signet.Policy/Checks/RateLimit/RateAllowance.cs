using Signet.Policy.Owners;

namespace Signet.Policy.Checks.RateLimit;

/// <summary>How many requests a key may make.</summary>
internal sealed record RateAllowance
{
    /// <summary>How many at once, when none was made for a while: 1 to 1,000,000.</summary>
    public int Capacity { get; init; } = 60;

    /// <summary>
    /// How many become possible again in a second, in millionths: up to 1,000,000,000,000. 0 for a quota that is never filled up again.
    /// </summary>
    public long RefillMillionths { get; init; } = 1_000_000;

    /// <summary>How many may run at the same time; 0 for any number.</summary>
    public int MaxConcurrent { get; init; }

    /// <summary>Whom it is for; empty for everybody that no other is for.</summary>
    public IReadOnlyList<OwnerPattern> Owners { get; init; } = [];

    internal bool IsFor(Owner owner)
    {
        for (int i = 0; i < Owners.Count; i++)
        {
            if (Owners[i].Matches(owner))
            {
                return true;
            }
        }

        return false;
    }
}
