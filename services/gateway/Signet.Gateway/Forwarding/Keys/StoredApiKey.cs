using Signet.Messaging;

namespace Signet.Gateway.Forwarding.Keys;

/// <summary>
/// A key in a secret store, read when it is first needed and again after a while. There is one reading at a time; while it lasts,
/// requests go on with the key that was good, if there is one. When the store fails, that key stays in use until its grace is over.
/// </summary>
internal sealed class StoredApiKey(
    ISecretSource secrets, SecretReference secret, TimeSpan refresh, TimeSpan grace, TimeProvider time) : IApiKey
{
    // A store that fails isn't asked by every request.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private string? _key;
    private long _readAt;
    private long? _failedAt;

    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        Task reading;
        lock (_lock)
        {
            if (Usable(refresh) is { } fresh)
            {
                return fresh;
            }

            if (_reading.IsCompleted && (_failedAt is not { } failed || time.GetElapsedTime(failed) >= Pause))
            {
                // Not with the caller's token: a caller that hangs up would take the key from those who wait with it.
                _reading = Task.Run(ReadAsync, CancellationToken.None);
            }

            if (Usable(refresh + grace) is { } old)
            {
                return old;
            }

            reading = _reading;
        }

        await reading.WaitAsync(cancellationToken);
        lock (_lock)
        {
            return Usable(refresh + grace);
        }
    }

    private async Task ReadAsync()
    {
        var began = time.GetTimestamp();
        string? key = null;
        try
        {
            key = await secrets.ReadAsync(secret, CancellationToken.None);
        }
        catch (SecretException)
        {
            // The fault is recorded with each request that goes without a key.
        }

        lock (_lock)
        {
            (_key, _readAt) = key is null ? (_key, _readAt) : (key, began);
            _failedAt = key is null ? time.GetTimestamp() : null;
        }
    }

    private string? Usable(TimeSpan age) => _key is not null && time.GetElapsedTime(_readAt) < age ? _key : null;
}
