namespace Signet.Messaging;

/// <summary>A producer's request to have its commit key entered in the log.</summary>
/// <param name="ProducerId">The producer: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
/// <param name="KeyId">The name of the key, of the same form.</param>
/// <param name="Alg">What the key signs: <c>ed25519</c> (single events) or <c>ed25519-tree</c> (batches). A key has one algorithm for ever.</param>
/// <param name="PublicKey">The Ed25519 public key: 32 octets (RFC 8032).</param>
/// <param name="Evidence">How the request is authorised, as it will stand in the log; never a secret.</param>
public sealed record ProducerEnrolment(string ProducerId, string KeyId, string Alg, ReadOnlyMemory<byte> PublicKey, string Evidence);
