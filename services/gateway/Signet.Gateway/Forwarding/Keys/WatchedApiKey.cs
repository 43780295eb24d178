using Signet.Hosting.Keys;

namespace Signet.Gateway.Forwarding.Keys;

/// <summary>
/// A key in a file, read again when the file has changed. It is looked at when the key is needed, and at most once a second: no watcher
/// has to be trusted to notice.
/// </summary>
internal sealed class WatchedApiKey : IApiKey
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;
    private string _key;
    private ApiKeyFileStamp _stamp;
    private long _looked;
    private long _good;

    /// <exception cref="KeyFileException">The file can't be read.</exception>
    public WatchedApiKey(string path, TimeSpan grace, TimeProvider time)
    {
        (_path, _grace, _time) = (path, grace, time);
        (_key, _stamp) = ApiKeyFile.Read(path)!.Value;
        _good = _looked = time.GetTimestamp();
    }

    public ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_looked) >= Poll)
            {
                _looked = _time.GetTimestamp();
                Look();
            }

            return new(_looked == _good || _time.GetElapsedTime(_good) < _grace ? _key : null);
        }
    }

    private void Look()
    {
        try
        {
            if (ApiKeyFile.Read(_path, _stamp) is { } read)
            {
                (_key, _stamp) = read;
            }

            _good = _looked;
        }
        catch (KeyFileException)
        {
            // Perhaps it is just being replaced. The key that was good stays in use for a while.
        }
    }
}
