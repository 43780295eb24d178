using Signet.Policy.Documents;

namespace Signet.Policy.Checks.OwnerResolution;

/// <summary><c>owner_resolution</c> as policies know it.</summary>
internal static class OwnerResolutionDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = OwnerResolutionCheck.CheckName,
        Summary = "Finds out who answers for the request, from its header fields.",
        Factory = OwnerResolutionFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["require_owner"] = "False lets a request without a valid owner pass as policy:unattributed.",
        },
    };
}
