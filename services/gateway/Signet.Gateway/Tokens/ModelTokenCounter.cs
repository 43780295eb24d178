using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tokens;

/// <summary>
/// Counts tokens with the vocabularies that OpenAI has published: exactly for its models, nearly for others. Until a vocabulary has been
/// read, which takes a moment and is begun by the first text that needs it, counts characters; no request waits for it. One instance
/// for the process, since a vocabulary takes megabytes.
/// </summary>
internal sealed class ModelTokenCounter : ITokenCounter
{
    /// <summary>Families of models, by how their names begin, that use the vocabulary before the one of today.</summary>
    private static readonly string[] OlderFamilies = ["gpt-4-", "gpt-3.5", "gpt-35", "text-embedding-", "davinci-002", "babbage-002"];

    private readonly Lazy<Task<TokenEncoding>> _today = Read(TokenEncoding.LoadO200k);
    private readonly Lazy<Task<TokenEncoding>> _older = Read(TokenEncoding.LoadCl100k);

    private ModelTokenCounter()
    {
    }

    /// <summary>The one there is.</summary>
    public static ModelTokenCounter Instance { get; } = new();

    /// <inheritdoc/>
    public long Count(string? model, ReadOnlySpan<char> text)
    {
        var encoding = IsOlder(model) ? _older.Value : _today.Value;
        return encoding.IsCompletedSuccessfully
            ? encoding.Result.Count(text)
            : CharacterTokenCounter.Instance.Count(model, text);
    }

    /// <summary>Waits until both vocabularies have been read.</summary>
    public Task WarmUpAsync() => Task.WhenAll(_today.Value, _older.Value);

    private static bool IsOlder(string? model)
    {
        // Gateways write the provider in front: openai/gpt-4.
        var name = model.AsSpan();
        name = name[(name.LastIndexOf('/') + 1)..];
        if (name is "gpt-4")
        {
            return true;
        }

        foreach (var family in OlderFamilies)
        {
            if (name.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static Lazy<Task<TokenEncoding>> Read(Func<TokenEncoding> load) => new(() => Task.Run(load));
}
