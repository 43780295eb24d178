namespace Signet.Testing.Storage.S3;

/// <summary>One version of an object.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Octets">What it holds; null for a delete marker.</param>
/// <param name="LockMode">COMPLIANCE, or null.</param>
/// <param name="RetainUntil">Until when it is locked, as it was asked for.</param>
public sealed record FakeS3Version(string Id, byte[]? Octets, string? LockMode, string? RetainUntil);
