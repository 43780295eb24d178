using Signet.Ledger.State;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>Verifies a stored log through read-only access. What a service does on a schedule and a command on demand.</summary>
public static class LogVerifier
{
    private const string LatestCheckpoint = "checkpoint";

    /// <summary>Walks the whole log.</summary>
    /// <param name="segments">Where the segments stand. A reader that is an <see cref="ISegmentHistory"/> too has every version of them checked.</param>
    /// <param name="derived">Where the checkpoint stands, or null to go without.</param>
    /// <param name="trust">What is known from outside the log.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <param name="progress">Told of every few megabytes that were checked; or null.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="StoreException">The store can't be read, so nothing can be said.</exception>
    public static Task<VerificationReport> VerifyAsync(
        ISegmentReader segments, IDerivedReader? derived, LogTrust trust, DateTimeOffset now, IProgress<VerificationProgress>? progress,
        CancellationToken cancellationToken) =>
        WalkAsync(segments, derived, trust, now, new WalkOptions { Progress = progress }, cancellationToken);

    /// <summary>Walks the log, or what stands behind a place in it, as the options say.</summary>
    /// <param name="segments">Where the segments stand.</param>
    /// <param name="derived">Where the checkpoint and the states stand, or null to go without.</param>
    /// <param name="trust">What is known from outside the log.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <param name="options">From where, on how many threads, and with which receipts.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="StoreException">The store can't be read, so nothing can be said.</exception>
    public static async Task<VerificationReport> WalkAsync(
        ISegmentReader segments, IDerivedReader? derived, LogTrust trust, DateTimeOffset now, WalkOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(options);
        using var verification = await BeginAsync(segments, derived, trust, options, cancellationToken).ConfigureAwait(false);

        // Read before the segments, so that a log that grows meanwhile isn't found to be shorter than its checkpoint.
        if (derived is not null && await derived.ReadAsync(trust.LogId, LatestCheckpoint, cancellationToken).ConfigureAwait(false) is { } note)
        {
            verification.Checkpoint(note.Span);
        }

        options.Receipts.GiveTo(verification);
        await PushAsync(verification, new SlotReader(segments, trust.LogId), options.Progress, cancellationToken).ConfigureAwait(false);
        return verification.Complete(now);
    }

    /// <summary>A walk that begins where the options say, or else with the first segment.</summary>
    private static async Task<LogVerification> BeginAsync(
        ISegmentReader segments, IDerivedReader? derived, LogTrust trust, WalkOptions options, CancellationToken cancellationToken)
    {
        if (options.Start is not { } start || derived is null || options.Receipts.Count > 0)
        {
            return new LogVerification(trust, options.Parallelism);
        }

        var fault = "its segment or its state is not there";
        if (await segments.ReadSegmentAsync(trust.LogId, start.Segment, cancellationToken).ConfigureAwait(false) is { } last &&
            await derived.ReadAsync(trust.LogId, StateCodec.NameOf(start.Segment), cancellationToken).ConfigureAwait(false) is { } state &&
            LogVerification.From(
                trust, start.Tree, new StoredSegment(start.Segment, last), state.Span, out fault, options.Parallelism) is { } resumed)
        {
            return resumed;
        }

        var whole = new LogVerification(trust, options.Parallelism);
        whole.Note($"The walk could not go on behind segment {start.Segment}, so the whole log was read: {fault}.");
        return whole;
    }

    /// <summary>One window is checked, on all cores, while the next is read.</summary>
    private static async Task PushAsync(
        LogVerification verification, SlotReader slots, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        var checking = Task.CompletedTask;
        var done = default(VerificationProgress);
        try
        {
            await foreach (var window in slots.WindowsAsync(verification.NextSegment, cancellationToken).ConfigureAwait(false))
            {
                await checking.ConfigureAwait(false);
                checking = Task.Run(
                    () =>
                    {
                        window.GiveTo(verification);
                        done = window.After(done);
                        progress?.Report(done);
                    },
                    CancellationToken.None);
            }
        }
        finally
        {
            await checking.ConfigureAwait(false);
        }
    }
}
