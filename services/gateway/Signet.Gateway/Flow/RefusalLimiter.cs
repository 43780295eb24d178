using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Hosting;
using Signet.Gateway.Commits;
using Signet.Ledger;
using Signet.Ledger.Events;
using Signet.Ledger.Hashing;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>
/// Keeps strangers from filling a log that nobody can delete from (ledger format 1, section 10): 50 refusals a second from one source
/// and 500 in all are recorded singly. The rest is counted, and once a second one event stands for it.
/// </summary>
internal sealed class RefusalLimiter : BackgroundService
{
    private const int PerSource = 50;
    private const int InAll = 500;
    private const int MaxSources = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IEventRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<IPAddress, TokenBucket> _sources = [];
    private readonly TokenBucket _all;
    private readonly Lock _lock = new();

    // Guarded by the lock; only refusals beyond the limits come here.
    private readonly Sha256 _digests = Sha256.Begin();
    private GatedRequest? _last;
    private long _count;

    public RefusalLimiter(IEventRecorder recorder, TimeProvider time)
    {
        (_recorder, _time) = (recorder, time);
        _all = new TokenBucket(InAll, time);
    }

    /// <summary>True when a refusal of this source may be recorded singly.</summary>
    public bool TryTake(IPAddress? source)
    {
        source ??= IPAddress.None;
        if (_sources.Count >= MaxSources && !_sources.ContainsKey(source))
        {
            // More sources than are kept apart: only the limit for all holds them until the next second forgets the idle ones.
            return _all.TryTake();
        }

        return _sources.GetOrAdd(source, _ => new TokenBucket(PerSource, _time)).TryTake() && _all.TryTake();
    }

    /// <summary>Counts a refusal that isn't recorded singly.</summary>
    public void Count(GatedRequest request)
    {
        lock (_lock)
        {
            _digests.Append(request.BodySha256.ToArray());
            _last = request;
            _count++;
        }
    }

    /// <summary>Records what was counted, as one event; keeps the count when that fails.</summary>
    public async ValueTask FlushAsync()
    {
        foreach (var (source, bucket) in _sources)
        {
            if (bucket.IsFull)
            {
                _sources.TryRemove(new(source, bucket));
            }
        }

        GatedRequest? last;
        long count;
        Digest digest;
        lock (_lock)
        {
            if (_count == 0)
            {
                return;
            }

            (last, count, digest) = (_last, _count, _digests.Finish());
            (_last, _count) = (null, 0);
        }

        var details = new EventDecisionDetails
        {
            RequestId = last!.Id,
            Stage = EventStage.Preflight,
            Check = StageOutcome.PipelineName,
            Decision = EventDecision.Block,
            Reason = "too_many_refusals",
            Owner = new EventOwner { Type = "unresolved", Id = "" },
            Request = new EventRequest { Method = "", Path = "", Surface = "none", Sha256 = digest, Bytes = 0 },
            PolicySha256 = last.Policy.Sha256,
            Count = count,
        };
        if (await _recorder.RecordAsync(new EventDraft(EventPhase.Refused, details, [])) is null)
        {
            lock (_lock)
            {
                // The event may still arrive: a count that is too great is better than one that is too small.
                _digests.Append(digest.ToArray());
                _last ??= last;
                _count += count;
            }
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _digests.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, _time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            await FlushAsync();
        }
    }
}
