using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Forwarding;

/// <summary>Which header fields cross the gateway. All others stop here.</summary>
internal static class UpstreamHeaders
{
    private const int MaxValueLength = 1_024;

    /// <summary>The caller's fields that the upstream gets. Credentials are not among them: they depend on the route.</summary>
    public static readonly string[] Request =
    [
        "OpenAI-Beta", "OpenAI-Organization", "OpenAI-Project", AnthropicHeaders.Version, "Anthropic-Beta", "Idempotency-Key",
        "User-Agent",
    ];

    private static readonly HashSet<string> Response = new(StringComparer.OrdinalIgnoreCase)
    {
        "Retry-After", "retry-after-ms", "x-should-retry", "X-Request-Id", "request-id",
    };

    private static readonly string[] ResponsePrefixes = ["openai-", "x-ratelimit-", "anthropic-ratelimit-"];

    // They name the account whose key the gateway keeps.
    private static readonly HashSet<string> Accounts = new(StringComparer.OrdinalIgnoreCase) { "openai-organization", "openai-project" };

    /// <summary>Copies to the caller what the upstream says about limits and names, where it is short visible ASCII.</summary>
    public static void CopyResponse(HttpResponseMessage from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            if (Passes(name) && values.Count == 1 && values.ToString() is { Length: <= MaxValueLength } value
                && value.All(c => c is >= ' ' and <= '~'))
            {
                to[name] = value;
            }
        }
    }

    private static bool Passes(string name) => Response.Contains(name)
        || (Array.Exists(ResponsePrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) && !Accounts.Contains(name));
}
