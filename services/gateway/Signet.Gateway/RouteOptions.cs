namespace Signet.Gateway;

/// <summary>
/// Sends some requests to an upstream. A pattern is 1 to 256 visible ASCII characters and may end in <c>*</c>, which stands for any
/// rest. A key of its own takes the place of the upstream's.
/// </summary>
public sealed class RouteOptions : ApiKeyOptions
{
    private const int MaxPatternLength = 256;

    /// <summary>Patterns of surfaces, such as <c>openai.chat_completions</c> or <c>anthropic.*</c>; none means all.</summary>
    public IList<string> Surfaces { get; } = [];

    /// <summary>
    /// Patterns of models, such as <c>claude-*</c>, compared with the request's <c>model</c> octet by octet; none means all. A route
    /// with patterns doesn't match a request that names no model.
    /// </summary>
    public IList<string> Models { get; } = [];

    /// <summary>The name of the upstream.</summary>
    public string Upstream { get; set; } = "";

    /// <summary>True for a pattern: 1 to 256 visible ASCII characters, with <c>*</c> at the end alone.</summary>
    public static bool IsPattern(string pattern) => pattern is { Length: > 0 and <= MaxPatternLength }
        && pattern.All(c => c is > ' ' and <= '~') && !pattern.AsSpan(..^1).Contains('*');
}
