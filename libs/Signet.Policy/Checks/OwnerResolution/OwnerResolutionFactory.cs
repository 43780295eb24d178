using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.OwnerResolution;

/// <summary>Reads <c>owner_resolution</c> from a policy document.</summary>
internal static class OwnerResolutionFactory
{
    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        OwnerResolutionOptions options = new()
        {
            RequireOwner = reader.Flag("require_owner", true),
            Source = reader.Choice("source", OwnerSource.Headers, ("headers", OwnerSource.Headers), ("workload", OwnerSource.Workload)),
            BlockClaims = reader.Choice("on_claim", true, ("block", true), ("record", false)),
        };
        if (options is { Source: OwnerSource.Workload, RequireOwner: false })
        {
            reader.Error("require_owner", "can't be false with source: workload; a request that no workload answers for is refused");
        }

        if (options.Source != OwnerSource.Workload && !options.BlockClaims)
        {
            reader.Error("on_claim", "belongs to source: workload");
        }

        return _ => new OwnerResolutionCheck(options);
    }
}
