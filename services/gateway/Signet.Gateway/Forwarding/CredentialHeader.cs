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

    /// <summary>Reads the word of the settings; null for any other.</summary>
    public static CredentialHeader? TryParse(string word) => word switch
    {
        "bearer" => Bearer,
        "x-api-key" => Anthropic,
        "api-key" => Azure,
        _ => null,
    };
}
