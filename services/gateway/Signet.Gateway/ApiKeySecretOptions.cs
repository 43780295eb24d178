namespace Signet.Gateway;

/// <summary>A secret in a Dapr secret store. Each name is 1 to 253 of <c>A-Z a-z 0-9 - . _</c>, without a dot in front.</summary>
public sealed class ApiKeySecretOptions
{
    /// <summary>The name of the store's component.</summary>
    public string Store { get; set; } = "";

    /// <summary>The secret's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its key; null for a secret that has exactly one.</summary>
    public string? Key { get; set; }
}
