using Signet.Ledger.Anchors;

namespace Signet.Anchorer;

/// <summary>A time-stamping authority to ask.</summary>
/// <param name="Url">Where it answers requests by HTTP POST; http will do, its tokens are signed. No user information.</param>
/// <param name="Trust">Its name, pinned roots and policy.</param>
public sealed record TsaEndpoint(Uri Url, TsaTrust Trust);
