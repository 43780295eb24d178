namespace Signet.Testing.Surfaces;

/// <summary>A tool call of an answer, its strings in the pieces in which a stream brings them.</summary>
public sealed record CallReply(IReadOnlyList<string> Name, IReadOnlyList<string> Arguments);
