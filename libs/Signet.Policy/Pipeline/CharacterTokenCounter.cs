namespace Signet.Policy.Pipeline;

/// <summary>One token for every four characters or part of four: a rule of thumb for English.</summary>
public sealed class CharacterTokenCounter : ITokenCounter
{
    private const int CharactersPerToken = 4;

    private CharacterTokenCounter()
    {
    }

    /// <summary>The one there is.</summary>
    public static CharacterTokenCounter Instance { get; } = new();

    /// <inheritdoc/>
    public long Count(string? model, ReadOnlySpan<char> text) => (text.Length + CharactersPerToken - 1) / CharactersPerToken;
}
