using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Forwarding;

/// <summary>The header field in which an upstream takes a key.</summary>
/// <param name="Name">The field.</param>
/// <param name="Scheme">What stands in front of the key.</param>
internal sealed record CredentialHeader(string Name, string Scheme)
{
    public static readonly CredentialHeader Bearer = new("Authorization", "Bearer ");

    private static readonly CredentialHeader Anthropic = new("x-api-key", "");
    private static readonly CredentialHeader Azure = new("api-key", "");

    /// <summary>The fields that hold a credential. A caller's is either the one that its upstream takes, or stops at the gateway.</summary>
    public static readonly string[] Names = [Bearer.Name, Anthropic.Name, Azure.Name];

    /// <summary>The fields that hold one in the APIs of OpenAI and Anthropic.</summary>
    public static readonly string[] NamesByApi = [Bearer.Name, Anthropic.Name];

    /// <summary>The word of the settings for the field that the API of each request takes a key in.</summary>
    public const string ByApi = "by-api";

    /// <summary>The field in which the API that a caller speaks takes a key.</summary>
    public static CredentialHeader Of(IHeaderDictionary headers) => AnthropicHeaders.Speaks(headers) ? Anthropic : Bearer;

    /// <summary>Reads the word of the settings for a field that is always the same; null for any other.</summary>
    public static CredentialHeader? TryParse(string word) => word switch
    {
        "bearer" => Bearer,
        "x-api-key" => Anthropic,
        "api-key" => Azure,
        _ => null,
    };
}
