namespace Signet.Gateway.Forwarding.Keys;

/// <summary>A key that stands in the settings.</summary>
internal sealed class FixedApiKey(string key) : IApiKey
{
    public ValueTask<string?> GetAsync(CancellationToken cancellationToken) => new(key);
}
