namespace Signet.Verifier.Tests.Tampering;

/// <summary>Something that an attacker does.</summary>
/// <param name="Name">What it is, for the table.</param>
/// <param name="With">What he holds.</param>
/// <param name="IsCaught">False where nobody can see it, or there is nothing to see.</param>
/// <param name="DoAsync">Does it; gives the scene that the verifiers find, and what the store said to it.</param>
internal sealed record Attack(string Name, string With, bool IsCaught, Func<Scene, Task<(Scene Scene, string Store)>> DoAsync);
