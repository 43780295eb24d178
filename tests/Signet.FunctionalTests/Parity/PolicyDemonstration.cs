using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>Shows what a member of a policy does: one request under two policies that differ in the member alone.</summary>
/// <param name="Without">The policy without it, or with its default.</param>
/// <param name="With">The policy with it.</param>
internal sealed record PolicyDemonstration(string Without, string With)
{
    public SurfaceScript Script { get; init; } = SurfaceScripts.All[0];

    public Prompt Prompt { get; init; } = new();

    public Reply Reply { get; init; } = new();

    public Action<HttpRequestMessage>? Adjust { get; init; }
}
