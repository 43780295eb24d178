using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>Verifies a stored log through read-only access. What a service does on a schedule and a command on demand.</summary>
public static class LogVerifier
{
    private const string LatestCheckpoint = "checkpoint";

    /// <summary>Walks the whole log.</summary>
    /// <param name="segments">Where the segments stand.</param>
    /// <param name="derived">Where the checkpoint stands, or null to go without.</param>
    /// <param name="trust">What is known from outside the log.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <param name="progress">Told the number of each segment after it was checked, or null.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="StoreException">The store can't be read, so nothing can be said.</exception>
    public static async Task<VerificationReport> VerifyAsync(
        ISegmentReader segments, IDerivedReader? derived, LogTrust trust, DateTimeOffset now, IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(trust);
        var verification = new LogVerification(trust);

        // Read before the segments, so that a log that grows meanwhile isn't found to be shorter than its checkpoint.
        var checkpoint = derived is null
            ? null
            : await derived.ReadAsync(trust.LogId, LatestCheckpoint, cancellationToken).ConfigureAwait(false);
        await foreach (var number in segments.ListSegmentsAsync(trust.LogId, cancellationToken).ConfigureAwait(false))
        {
            if (await segments.ReadSegmentAsync(trust.LogId, number, cancellationToken).ConfigureAwait(false) is { } octets)
            {
                verification.Segment(number, octets);
                progress?.Report(number);
            }
        }

        if (checkpoint is { } note)
        {
            verification.Checkpoint(note.Span);
        }

        return verification.Complete(now);
    }
}
