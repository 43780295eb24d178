using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Signet.Gateway.Preflight;
using Signet.Hosting.Telemetry;
using Signet.Policy.Owners;

namespace Signet.Gateway.Cluster.Workloads;

/// <summary>
/// The workload in whose pod the gateway stands. Its own token says which that is; the kubelet puts it there, and whoever could put another one
/// there could put another gateway there. Only what comes over the pod's loopback, and through no proxy, comes from the workload. The token is
/// read again as the kubelet renews it; one that has run out, or that is another workload's than at the start, vouches for nobody.
/// </summary>
internal sealed class OwnWorkload : IWorkloadFinder
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly SignetMetrics _metrics;
    private readonly WorkloadIdentity? _first;
    private volatile Look _last;

    public OwnWorkload(IOptions<GatewayOptions> options, TimeProvider time, SignetMetrics metrics)
    {
        (_path, _time, _metrics) = (options.Value.Workload.TokenPath, time, metrics);
        _last = new Look(Read(_path), time.GetTimestamp());
        _first = _last.Token?.Workload;
    }

    /// <summary>Reads a token file; null when it holds no token of a workload.</summary>
    public static ProjectedToken? Read(string path)
    {
        try
        {
            using var file = new StreamReader(path);
            var text = new char[ProjectedToken.MaxLength + 2];
            var count = file.ReadBlock(text);
            return ProjectedToken.TryRead(text.AsSpan(0, count).TrimEnd('\n'));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    public ValueTask<WorkloadIdentity?> FindAsync(IHeaderDictionary headers, IPAddress? source)
    {
        if (source is null || !IPAddress.IsLoopback(source) || HeaderRules.IsForwarded(headers))
        {
            _metrics.WorkloadFound("elsewhere");
            return ValueTask.FromResult<WorkloadIdentity?>(null);
        }

        var last = _last;
        if (_time.GetElapsedTime(last.At) >= LookAgain)
        {
            // A file that can't be read for a moment changes nothing until the token that was read has run out.
            _last = last = new Look(Read(_path) ?? last.Token, _time.GetTimestamp());
        }

        var found = last.Token is { } token && token.IsGood(_time.GetUtcNow()) && token.Workload == _first ? token.Workload : null;
        _metrics.WorkloadFound(found is null ? "refused" : "found");
        return ValueTask.FromResult(found);
    }

    private sealed record Look(ProjectedToken? Token, long At);
}
