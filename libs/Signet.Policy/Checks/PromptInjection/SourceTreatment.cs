using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>What happens to content of one source.</summary>
public sealed record SourceTreatment
{
    /// <summary><c>inspect</c>: false leaves it out.</summary>
    public bool Inspect { get; init; } = true;

    /// <summary><c>high</c>.</summary>
    public Decision High { get; init; } = Decision.Block;

    /// <summary><c>medium</c>.</summary>
    public Decision Medium { get; init; } = Decision.Escalate;

    /// <summary><c>low</c>.</summary>
    public Decision Low { get; init; } = Decision.Allow;

    internal Decision For(Severity severity) => severity switch
    {
        Severity.High => High,
        Severity.Medium => Medium,
        _ => Low,
    };
}
