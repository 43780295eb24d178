using System.Security.Cryptography;

namespace Signet.Gateway.Cluster;

/// <summary>
/// How long to wait before the next attempt: twice as long each time up to a bound, and somewhere between the half and the whole of it,
/// so that many that failed at once don't come back at once.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider time)
{
    private int _failures;

    /// <summary>The next wait begins with the shortest again.</summary>
    public void Reset() => _failures = 0;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var whole = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, _failures));
        _failures = Math.Min(_failures + 1, 30);
        return TimeSpan.FromMilliseconds(whole * (RandomNumberGenerator.GetInt32(500, 1_001) / 1_000.0));
    }

    /// <summary>Waits.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Next(), time, cancellationToken);
}
