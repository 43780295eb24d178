using Signet.Policy.Pipeline;

namespace Signet.Policy.Documents;

/// <summary>What a check gets from its host when it is made.</summary>
public sealed record CheckEnvironment
{
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The policy that the check belongs to: <c>default</c>, or a name from <c>policies</c>.</summary>
    public string Policy { get; init; } = PolicyDocument.DefaultName;

    /// <summary>The check's name in that policy: what decisions, metrics and the log call it.</summary>
    public required string Name { get; init; }

    /// <summary>State that outlives this pipeline when the policy is read again.</summary>
    public CheckStates States { get; init; } = new();

    /// <summary>Counts tokens where nobody has counted them.</summary>
    public ITokenCounter Tokens { get; init; } = CharacterTokenCounter.Instance;
}
