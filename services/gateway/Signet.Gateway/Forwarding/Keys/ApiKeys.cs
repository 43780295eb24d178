using Signet.Messaging;

namespace Signet.Gateway.Forwarding.Keys;

/// <summary>Opens keys where the settings say they are.</summary>
internal sealed class ApiKeys(GatewayOptions settings, TimeProvider time, ISecretSource? secrets)
{
    /// <summary>The key of an upstream or a route; null where none is named.</summary>
    /// <exception cref="Hosting.Keys.KeyFileException">Its file can't be read.</exception>
    public IApiKey? Open(ApiKeyOptions options) => options switch
    {
        { ApiKey: { } key } => new FixedApiKey(key),
        { ApiKeyFile: { } path } => new WatchedApiKey(path, settings.ApiKeyGrace, time),
        { ApiKeySecret: { } secret } => new StoredApiKey(
            secrets!, new SecretReference(secret.Store, secret.Name, secret.Key), settings.ApiKeyRefresh, settings.ApiKeyGrace, time),
        _ => null,
    };
}
