namespace Signet.Gateway.Forwarding.Keys;

/// <summary>The gateway's key for an upstream, which may change while it runs.</summary>
internal interface IApiKey
{
    /// <summary>The key as it is now; null when there is none that may still be used.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    ValueTask<string?> GetAsync(CancellationToken cancellationToken);
}
