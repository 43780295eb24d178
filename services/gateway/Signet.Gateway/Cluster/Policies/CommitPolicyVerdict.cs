namespace Signet.Gateway.Cluster.Policies;

/// <summary>An object as it was seen last, and what this gateway makes of it.</summary>
/// <param name="Seen">The object.</param>
/// <param name="Fault">Why it isn't in force; null when it is.</param>
internal sealed record CommitPolicyVerdict(CommitPolicy Seen, string? Fault);
