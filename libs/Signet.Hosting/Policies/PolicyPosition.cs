namespace Signet.Hosting.Policies;

/// <summary>A place in a policy file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public readonly record struct PolicyPosition(long Line, long Column);
