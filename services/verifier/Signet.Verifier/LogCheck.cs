using System.Security.Cryptography;
using Signet.Ledger;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>
/// One verification after the other of a log, each against what the one before saw. Most go on from there; every so often, and whenever
/// one finds anything, the whole log is walked. All it is given of the log are readers.
/// </summary>
public sealed class LogCheck
{
    private readonly ISegmentReader _segments;
    private readonly IDerivedReader? _derived;
    private readonly IVerifierMemory? _memory;
    private readonly VerifierOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Checks one log.</summary>
    /// <param name="segments">Where its segments stand.</param>
    /// <param name="derived">Where its checkpoint and states stand, or null to go without.</param>
    /// <param name="memory">Where what was seen is kept, or null to see everything for the first time.</param>
    /// <param name="options">What to check.</param>
    /// <param name="time">The clock.</param>
    public LogCheck(ISegmentReader segments, IDerivedReader? derived, IVerifierMemory? memory, VerifierOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        (_segments, _derived, _memory, _options, _time) = (segments, derived, memory, options, time);
    }

    /// <summary>Verifies the log once. What can't be read ends in an outcome without a report.</summary>
    /// <param name="receipts">The receipts to redeem; with any of them the whole log is walked.</param>
    /// <param name="full">True to walk the whole log in any case.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<VerificationOutcome> RunAsync(
        ReceiptSet receipts, bool full, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receipts);
        var counter = new CountingProgress(progress);
        var startedAt = _time.GetUtcNow();
        var began = _time.GetTimestamp();
        VerificationReport? report = null;
        string? fault = null;
        try
        {
            var seen = _memory is null ? null : await _memory.RecallAsync(_options.Trust.LogId, cancellationToken).ConfigureAwait(false);
            report = await VerifyAsync(seen, receipts, full, counter, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            fault = exception.Message;
        }

        return new VerificationOutcome
        {
            LogId = _options.Trust.LogId,
            Report = report,
            Fault = fault,
            StartedAt = startedAt,
            Took = _time.GetElapsedTime(began),
            Octets = counter.Octets,
            Protection = _segments.Protection,
            Receipts = receipts.Count,
        };
    }

    private async Task<VerificationReport> VerifyAsync(
        SeenLog? seen, ReceiptSet receipts, bool full, CountingProgress progress, CancellationToken cancellationToken)
    {
        var start = full || receipts.Count > 0 || seen is null || seen.RunsSinceFull + 1 >= _options.FullEvery ? null : seen.Start;
        var report = await WalkAsync(seen, start, receipts, progress, cancellationToken).ConfigureAwait(false);
        if (report.StartedAt > 0 && report.Result == VerificationResult.Broken)
        {
            // What a part of the log shows may be the end of something longer.
            report = await WalkAsync(seen, null, receipts, progress, cancellationToken).ConfigureAwait(false);
        }

        if (_memory is not null && report is { Result: VerificationResult.Clean, Size: > 0 })
        {
            await _memory.RememberAsync(After(seen, report), cancellationToken).ConfigureAwait(false);
        }

        return report;
    }

    private Task<VerificationReport> WalkAsync(
        SeenLog? seen, WalkStart? start, ReceiptSet receipts, CountingProgress progress, CancellationToken cancellationToken)
    {
        var trust = seen is null
            ? _options.Trust
            : _options.Trust with { LastSeen = seen.Tree, SeenSealedKeys = seen.SealedKeys };
        var options = new WalkOptions { Start = start, Receipts = receipts, Parallelism = _options.Parallelism, Progress = progress };
        progress.BeginWalk();
        return LogVerifier.WalkAsync(_segments, _derived, trust, _time.GetUtcNow(), options, cancellationToken);
    }

    private static SeenLog After(SeenLog? seen, VerificationReport report)
    {
        var keys = new Dictionary<long, Digest>(seen?.SealedKeys ?? new Dictionary<long, Digest>());
        foreach (var (epoch, digest) in report.SealedKeys)
        {
            keys[epoch] = digest;
        }

        return new SeenLog
        {
            Tree = new(report.LogId, report.Size, report.Root),
            Start = report.Restart ?? seen?.Start,
            RunsSinceFull = report.StartedAt > 0 ? (seen?.RunsSinceFull ?? 0) + 1 : 0,
            SealedKeys = keys,
        };
    }

    /// <summary>Adds up the octets of all walks of a run, and passes on what it is told.</summary>
    private sealed class CountingProgress(IProgress<VerificationProgress>? next) : IProgress<VerificationProgress>
    {
        private long _before;
        private long _now;

        public long Octets => _before + _now;

        public void BeginWalk() => (_before, _now) = (Octets, 0);

        public void Report(VerificationProgress value)
        {
            _now = value.Octets;
            next?.Report(value);
        }
    }
}
