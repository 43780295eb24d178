using Signet.Ledger;
using Signet.Policy.Pipeline;

namespace Signet.Gateway;

/// <summary>The policies in force.</summary>
/// <param name="Policies">Their checks, and which requests each is for.</param>
/// <param name="Sha256">The digest of the policy document, which every event names.</param>
public sealed record GatewayPolicy(PolicySet Policies, Digest Sha256)
{
    /// <summary>One policy for all requests.</summary>
    public GatewayPolicy(PolicyPipeline policy, Digest sha256)
        : this(PolicySet.Of(policy), sha256)
    {
    }
}
