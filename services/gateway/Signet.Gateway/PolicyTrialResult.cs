using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Gateway;

/// <summary>What policies make of a request.</summary>
public sealed record PolicyTrialResult
{
    /// <summary>The API surface; null when none has the path.</summary>
    public string? Surface { get; init; }

    /// <summary>Why the request isn't even shown to the checks, a stable token; null when it is.</summary>
    public string? Refusal { get; init; }

    /// <summary>The model that it asks for, or null.</summary>
    public string? Model { get; init; }

    /// <summary>How many content items the checks see.</summary>
    public int Items { get; init; }

    /// <summary>Who answers for it.</summary>
    public Owner Owner { get; init; } = Owner.Unresolved;

    /// <summary>The policy that is for it; null when the checks don't see it.</summary>
    public PolicyPipeline? Policy { get; init; }

    /// <summary>The selection that says so; null for the default policy.</summary>
    public PolicySelection? Because { get; init; }

    /// <summary>What admission decided; null when the checks don't see the request.</summary>
    public StageOutcome? Admission { get; init; }
}
