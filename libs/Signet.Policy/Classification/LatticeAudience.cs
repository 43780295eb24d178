namespace Signet.Policy.Classification;

/// <summary>Somebody whom data may be released to: one of its own, or with <paramref name="Members"/> a group of others.</summary>
/// <param name="Name">Its name in labels.</param>
/// <param name="Members">The audiences that the name stands for; empty when it stands for itself.</param>
internal sealed record LatticeAudience(string Name, IReadOnlyList<string> Members);
