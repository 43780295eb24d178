namespace Signet.Gateway.Preflight;

/// <summary>The octets of a request body, as far as they were read: as they were sent, or decompressed.</summary>
/// <param name="Octets">What was read; at most one octet more than the limit.</param>
/// <param name="Refusal">Why it can't be used, or null.</param>
internal readonly record struct RequestBody(ReadOnlyMemory<byte> Octets, PreflightRefusal? Refusal);
