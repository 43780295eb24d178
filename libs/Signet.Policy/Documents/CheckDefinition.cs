namespace Signet.Policy.Documents;

/// <summary>A kind of check that policy documents can name.</summary>
public sealed record CheckDefinition
{
    /// <summary>What a policy says as <c>check</c>: <c>[a-z][a-z0-9_]{0,63}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a sentence for people.</summary>
    public required string Summary { get; init; }

    /// <summary>Reads its options.</summary>
    public required CheckFactory Factory { get; init; }

    /// <summary>
    /// A sentence for each of its options, by path: <c>action</c>, <c>phrases</c>, <c>phrases[].label</c>, <c>tools.&lt;name&gt;.tier</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
