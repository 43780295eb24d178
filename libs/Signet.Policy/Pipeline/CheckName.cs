namespace Signet.Policy.Pipeline;

/// <summary>What a check may be called in decisions, metrics and the log.</summary>
public static class CheckName
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>True for <c>[a-z][a-z0-9_]{0,63}</c>, unless it is the pipeline's own.</summary>
    public static bool IsValid(string? name) => IsWellFormed(name) && name != StageOutcome.PipelineName;

    /// <summary>True for <c>[a-z][a-z0-9_]{0,63}</c>, as names and the keys of metadata are written.</summary>
    internal static bool IsWellFormed(string? name) =>
        name is { Length: >= 1 and <= MaxLength } && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
