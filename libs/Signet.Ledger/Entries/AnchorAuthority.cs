namespace Signet.Ledger.Entries;

/// <summary>A time-stamping authority that a log trusts.</summary>
/// <param name="Name">Its name in the log: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
/// <param name="RootsSha256">SHA-256 over its pinned roots' DER, in ascending order of their own SHA-256.</param>
public sealed record AnchorAuthority(string Name, Digest RootsSha256);
