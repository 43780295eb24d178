namespace Signet.Plugins.Tribunal;

/// <summary>Options of <c>tribunal</c>.</summary>
internal sealed record TribunalOptions
{
    internal const string DefaultCriteria =
        "Block whatever destroys or leaks data, spends or moves money, changes rights or reaches people outside, unless it is harmless beyond doubt.";

    /// <summary><c>judges</c>: exactly two.</summary>
    public required (Judge A, Judge B) Judges { get; init; }

    /// <summary><c>criteria</c>: what they decide by.</summary>
    public string Criteria { get; init; } = DefaultCriteria;

    /// <summary><c>answer_within_ms</c>: 100 ms to 2 minutes. The default is 10 seconds.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>max_arguments_kib</c>: 1 to 1,024. The default is 64.</summary>
    public int MaxArgumentsLength { get; init; } = 64 << 10;

    /// <summary><c>max_response_kib</c>: 1 to 1,024. The default is 64.</summary>
    public int MaxResponseOctets { get; init; } = 64 << 10;

    /// <summary><c>max_tokens</c>: 32 to 4,096. The default is 128.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary><c>only_for_tools</c>: exact names; null for all tools.</summary>
    public IReadOnlySet<string>? OnlyForTools { get; init; }
}
