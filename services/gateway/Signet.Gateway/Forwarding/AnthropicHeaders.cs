using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Forwarding;

/// <summary>How Anthropic's SDKs are told from others, where both ask for the same path.</summary>
internal static class AnthropicHeaders
{
    /// <summary>The version of the API that a caller speaks; every request to Anthropic has it.</summary>
    public const string Version = "Anthropic-Version";

    public static bool Speaks(IHeaderDictionary headers) => headers.ContainsKey(Version);
}
