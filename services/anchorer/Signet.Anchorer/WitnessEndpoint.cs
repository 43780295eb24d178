using Signet.Ledger.Witnesses;

namespace Signet.Anchorer;

/// <summary>A witness to take checkpoints to.</summary>
/// <param name="Name">Its name beside the log: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
/// <param name="Url">Its submission prefix; <c>/add-checkpoint</c> follows. No user information, query or fragment.</param>
/// <param name="Key">What checks its cosignatures.</param>
public sealed record WitnessEndpoint(string Name, Uri Url, CosignerKey Key);
