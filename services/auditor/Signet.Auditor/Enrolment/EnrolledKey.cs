namespace Signet.Auditor.Enrolment;

/// <summary>A producer's key that the operator vouches for.</summary>
/// <param name="Producer">The producer: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
/// <param name="KeyId">The name of the key, of the same form.</param>
/// <param name="Alg"><c>ed25519</c> or <c>ed25519-tree</c>.</param>
/// <param name="PublicKey">The Ed25519 public key: 32 octets.</param>
public sealed record EnrolledKey(string Producer, string KeyId, string Alg, ReadOnlyMemory<byte> PublicKey);
