namespace Signet.Testing.Gateway;

/// <summary>What an upstream was asked.</summary>
public sealed record UpstreamCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
