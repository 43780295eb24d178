namespace Signet.Testing.Services;

/// <summary>A request that a <see cref="RawService"/> got.</summary>
/// <param name="Target">The request target.</param>
/// <param name="Headers">The header fields, by name without regard to case.</param>
/// <param name="Body">The body as text.</param>
public sealed record ServiceCall(string Target, IReadOnlyDictionary<string, string> Headers, string Body);
