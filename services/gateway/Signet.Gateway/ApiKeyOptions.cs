namespace Signet.Gateway;

/// <summary>Where the key of an upstream's account comes from: at most one of the three.</summary>
public abstract class ApiKeyOptions
{
    /// <summary>The key itself: at most 8,192 visible ASCII characters. Meant for the environment; a file can be changed without a restart.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The file that holds the key, not open to others than its owner and group. It is read again when it changes; when it can't be read
    /// at the start, the gateway doesn't start.
    /// </summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>The secret of a Dapr secret store that holds the key.</summary>
    public ApiKeySecretOptions? ApiKeySecret { get; set; }
}
