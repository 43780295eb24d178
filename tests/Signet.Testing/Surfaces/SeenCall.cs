namespace Signet.Testing.Surfaces;

/// <summary>A tool call as a client would run it.</summary>
public sealed record SeenCall(string Name, string Arguments);
