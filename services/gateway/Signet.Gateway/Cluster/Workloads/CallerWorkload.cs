using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Policy.Owners;

namespace Signet.Gateway.Cluster.Workloads;

/// <summary>
/// The workload whose token a caller has sent. What can be refused without the API server is; the rest it reviews, a bounded number at a time,
/// and its answers hold for a while by the token's digest. The token itself is kept nowhere, and goes to nobody but the API server.
/// </summary>
internal sealed class CallerWorkload : IWorkloadFinder, IDisposable
{
    private const string Scheme = "Bearer ";
    private const int CacheSize = 4_096;
    private const int MaxReviews = 16;

    /// <summary>How long a request waits for a review, its turn included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a no holds: a pod that has just been made may be known a moment later.</summary>
    private static readonly TimeSpan RefusalLifetime = TimeSpan.FromSeconds(5);

    private readonly WorkloadOptions _options;
    private readonly TokenReviewer _reviewer;
    private readonly ReviewCache _cache;
    private readonly ConcurrentDictionary<Digest, Task<bool>> _running = new();
    private readonly SemaphoreSlim _turns = new(MaxReviews);
    private readonly TimeProvider _time;
    private readonly SignetMetrics _metrics;

    public CallerWorkload(IOptions<GatewayOptions> options, TokenReviewer reviewer, TimeProvider time, SignetMetrics metrics)
    {
        (_options, _reviewer, _time, _metrics) = (options.Value.Workload, reviewer, time, metrics);
        _cache = new ReviewCache(CacheSize, time);
    }

    public void Dispose() => _turns.Dispose();

    public async ValueTask<WorkloadIdentity?> FindAsync(IHeaderDictionary headers, IPAddress? source)
    {
        if (TokenOf(headers) is not { Length: > 0 } text)
        {
            _metrics.WorkloadFound("missing");
            return null;
        }

        if (ProjectedToken.TryRead(text) is not { } token || !token.IsGood(_time.GetUtcNow()) || !token.Audiences.Contains(_options.Audience))
        {
            _metrics.WorkloadFound("refused");
            return null;
        }

        var digest = Digest.Of(Encoding.UTF8.GetBytes(text));
        try
        {
            var isGood = _cache.Find(digest) ?? await ReviewAsync(digest, text, token);
            _metrics.WorkloadFound(isGood ? "found" : "refused");
            return isGood ? token.Workload : null;
        }
        catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
        {
            _metrics.WorkloadFound("unavailable");
            return null;
        }
    }

    private string? TokenOf(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(_options.Header, out var values))
        {
            return null;
        }

        var value = values.ToString().Trim(' ', '\t');
        if (!_options.Header.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            return value;
        }

        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].TrimStart(' ') : null;
    }

    /// <summary>Asks once for all requests that come with one token at one time.</summary>
    private async Task<bool> ReviewAsync(Digest digest, string text, ProjectedToken token)
    {
        TaskCompletionSource<bool> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _running.GetOrAdd(digest, mine.Task);
        if (running != mine.Task)
        {
            return await running;
        }

        try
        {
            var isGood = await AskAsync(text, token.Workload);
            var until = _time.GetUtcNow() + (isGood ? _options.ReviewLifetime : RefusalLifetime);
            _cache.Keep(digest, isGood, until < token.Expires ? until : token.Expires);
            mine.SetResult(isGood);
            return isGood;
        }
        catch (Exception exception)
        {
            mine.SetException(exception);

            // It is thrown here too; those who wait for it may be nobody.
            _ = mine.Task.Exception;
            throw;
        }
        finally
        {
            _running.TryRemove(digest, out _);
        }
    }

    private async Task<bool> AskAsync(string text, WorkloadIdentity said)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        await _turns.WaitAsync(limit.Token);
        try
        {
            return await _reviewer.VouchesAsync(text, said, _options.Audience, limit.Token);
        }
        finally
        {
            _turns.Release();
        }
    }
}
