namespace Signet.Gateway.Cluster.Policies;

/// <summary>The condition <c>Accepted</c>: what the gateways make of the object, in one line.</summary>
internal sealed record CommitPolicyCondition
{
    public const string Type = "Accepted";

    public required bool Status { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    public required long ObservedGeneration { get; init; }

    /// <summary>When <see cref="Status"/> became what it is.</summary>
    public string LastTransitionTime { get; init; } = "";

    /// <summary>
    /// What follows from what gateways say of a generation: one that refuses it is enough to say so. Everybody who sees the same entries
    /// comes to the same condition, so gateways don't write against each other. Null while nobody has looked at the generation.
    /// </summary>
    public static CommitPolicyCondition? Of(IEnumerable<CommitPolicyEntry> entries, long generation)
    {
        List<CommitPolicyEntry> looked =
            [.. entries.Where(entry => entry.ObservedGeneration == generation).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        if (looked.Count == 0)
        {
            return null;
        }

        var refusing = looked.Find(entry => !entry.Accepted);
        return new CommitPolicyCondition
        {
            Status = refusing is null,
            Reason = refusing is null ? "InForce" : "Refused",
            Message = refusing is null ? $"In force with the digest {looked[0].Sha256}." : Cut($"{refusing.Name}: {refusing.Message}"),
            ObservedGeneration = generation,
        };
    }

    private static string Cut(string text) => text.Length <= CommitPolicyEntry.MaxMessage ? text : text[..CommitPolicyEntry.MaxMessage];
}
