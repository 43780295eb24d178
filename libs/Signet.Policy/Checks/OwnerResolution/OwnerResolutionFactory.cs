using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.OwnerResolution;

/// <summary>Reads <c>owner_resolution</c> from a policy document.</summary>
internal static class OwnerResolutionFactory
{
    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        OwnerResolutionOptions options = new() { RequireOwner = reader.Flag("require_owner", true) };
        return _ => new OwnerResolutionCheck(options);
    }
}
