using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Forwarding;

/// <summary>Which header fields cross the gateway. All others stop here.</summary>
internal static class UpstreamHeaders
{
    /// <summary>Where Anthropic's API wants the key.</summary>
    public const string ApiKey = "X-Api-Key";

    private const int MaxValueLength = 1_024;

    /// <summary>The caller's fields that the upstream gets.</summary>
    public static readonly string[] Request =
    [
        "Authorization", ApiKey, "OpenAI-Beta", "OpenAI-Organization", "OpenAI-Project", AnthropicHeaders.Version, "Anthropic-Beta",
        "User-Agent",
    ];

    private static readonly HashSet<string> Response = new(StringComparer.OrdinalIgnoreCase) { "Retry-After", "X-Request-Id", "Request-Id" };

    private static readonly string[] ResponsePrefixes = ["openai-", "anthropic-", "x-ratelimit-"];

    /// <summary>Copies to the caller what the upstream says about limits and names, where it is short visible ASCII.</summary>
    public static void CopyResponse(HttpResponseMessage from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            var passes = Response.Contains(name)
                || Array.Exists(ResponsePrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
            if (passes && values.Count == 1 && values.ToString() is { Length: <= MaxValueLength } value
                && value.All(c => c is >= ' ' and <= '~'))
            {
                to[name] = value;
            }
        }
    }
}
