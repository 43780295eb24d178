using Signet.Ledger;
using Signet.Policy.Pipeline;

namespace Signet.Gateway;

/// <summary>The policy in force.</summary>
/// <param name="Pipeline">Its checks.</param>
/// <param name="Sha256">The digest of the policy document, which every event names.</param>
public sealed record GatewayPolicy(PolicyPipeline Pipeline, Digest Sha256);
