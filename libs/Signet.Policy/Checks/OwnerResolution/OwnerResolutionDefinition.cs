using Signet.Policy.Documents;

namespace Signet.Policy.Checks.OwnerResolution;

/// <summary><c>owner_resolution</c> as policies know it.</summary>
internal static class OwnerResolutionDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = OwnerResolutionCheck.CheckName,
        Summary = "Finds out who answers for the request, from its header fields or from the cluster.",
        ResolvesOwner = true,
        Factory = OwnerResolutionFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["source"] = "headers: whoever the caller names. workload: the workload that the cluster says the request comes from, and nobody else.",
            ["on_claim"] = "With source workload, what a header field means that names another owner.",
            ["require_owner"] = "False lets a request without a valid owner pass as policy:unattributed.",
        },
    };
}
