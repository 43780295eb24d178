namespace Signet.Policy.Pipeline;

/// <summary>Counts the tokens of a text where the model's own count isn't known.</summary>
public interface ITokenCounter
{
    /// <summary>The number of tokens, or an estimate; 0 or more. Safe for concurrent use; never throws.</summary>
    /// <param name="model">The model that the caller asked for, or null.</param>
    /// <param name="text">The text.</param>
    long Count(string? model, ReadOnlySpan<char> text);
}
