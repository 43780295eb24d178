using System.Globalization;
using Signet.Policy.Limits;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RateLimit;

/// <summary>
/// Lets a key make so many requests, and so many at the same time. Every request that comes this far counts, whatever becomes of it
/// later, in shadow mode too. Requests that nobody answers for count by where they come from.
/// </summary>
internal sealed class RateLimitCheck : IAdmissionCheck, IRecordCheck
{
    /// <summary>The check's name in policies.</summary>
    internal const string CheckName = "rate_limit";

    /// <summary>Nobody knows when a running request will end.</summary>
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(1);

    private static readonly long MaxWait = TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond;

    private readonly RateLimitOptions _options;
    private readonly RateBuckets _buckets;

    internal RateLimitCheck(RateLimitOptions options, RateBuckets buckets) => (_options, _buckets) = (options, buckets);

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Before the checks that read content, which cost the most.</summary>
    public int Priority => -50;

    /// <inheritdoc/>
    public bool ReadsContent => false;

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RateAllowance allowance = AllowanceOf(request);
        LimitKey key = LimitKey.Of(request, _options.Scope);
        RateVerdict verdict = _buckets.Take(key, allowance);
        if (!verdict.IsTaken)
        {
            return ValueTask.FromResult<AdmissionResult>(Refuse(verdict, allowance));
        }

        if (allowance.MaxConcurrent > 0)
        {
            request.Notes.Set(this, new RunningRequest(_buckets, key));
        }

        return ValueTask.FromResult(AdmissionResult.Allowed);
    }

    /// <inheritdoc/>
    public ValueTask<CheckResult> RecordAsync(RequestContext request, ResponseSummary response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Notes.TryGet(this, out RunningRequest? running))
        {
            running.End();
        }

        return ValueTask.FromResult(CheckResult.Allowed);
    }

    private RateAllowance AllowanceOf(RequestContext request)
    {
        IReadOnlyList<RateAllowance> limits = _options.Limits;
        for (int i = 0; i < limits.Count; i++)
        {
            if (limits[i].IsFor(request.Owner))
            {
                return limits[i];
            }
        }

        return _options.Default;
    }

    private static CheckResult Refuse(RateVerdict verdict, RateAllowance allowance)
    {
        CheckResult result = CheckResult.Block(
            verdict.IsBusy ? "too many requests at the same time"
            : verdict.Wait == RateVerdict.Never ? "the quota of requests is used up" : "too many requests");
        return result with
        {
            RetryAfter = verdict.IsBusy ? BusyWait
                : verdict.Wait == RateVerdict.Never ? null
                : new TimeSpan(Math.Min(verdict.Wait, MaxWait) * TimeSpan.TicksPerMicrosecond),
            Metadata = new Dictionary<string, string>
            {
                ["capacity"] = allowance.Capacity.ToString(CultureInfo.InvariantCulture),
                ["refill_per_second"] = (allowance.RefillMillionths / 1_000_000m).ToString(CultureInfo.InvariantCulture),
            },
        };
    }
}
