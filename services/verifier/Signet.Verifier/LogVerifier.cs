using System.Runtime.CompilerServices;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>Verifies a stored log through read-only access. What a service does on a schedule and a command on demand.</summary>
public static class LogVerifier
{
    private const string LatestCheckpoint = "checkpoint";

    // Two windows are alive at a time, and the collector lets several times as much pile up before it takes large arrays back. A megabyte
    // is a thousand entries of a kilobyte: enough to keep all cores busy, and the whole process stays below 128 MB.
    private const int WindowOctets = 1024 * 1024;
    private const int WindowSegments = 256;

    /// <summary>Walks the whole log.</summary>
    /// <param name="segments">Where the segments stand.</param>
    /// <param name="derived">Where the checkpoint stands, or null to go without.</param>
    /// <param name="trust">What is known from outside the log.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <param name="progress">Told, every few megabytes, the number of the last segment that was checked; or null.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="StoreException">The store can't be read, so nothing can be said.</exception>
    public static async Task<VerificationReport> VerifyAsync(
        ISegmentReader segments, IDerivedReader? derived, LogTrust trust, DateTimeOffset now, IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(trust);
        using var verification = new LogVerification(trust);

        // Read before the segments, so that a log that grows meanwhile isn't found to be shorter than its checkpoint.
        if (derived is not null && await derived.ReadAsync(trust.LogId, LatestCheckpoint, cancellationToken).ConfigureAwait(false) is { } note)
        {
            verification.Checkpoint(note.Span);
        }

        // One window is checked, on all cores, while the next is read.
        var checking = Task.CompletedTask;
        try
        {
            await foreach (var window in WindowsAsync(segments, trust.LogId, cancellationToken).ConfigureAwait(false))
            {
                await checking.ConfigureAwait(false);
                checking = Task.Run(
                    () =>
                    {
                        verification.Segments(window);
                        progress?.Report(window[^1].Number);
                    },
                    CancellationToken.None);
            }
        }
        finally
        {
            await checking.ConfigureAwait(false);
        }

        return verification.Complete(now);
    }

    /// <summary>The segments of a log in their order, as many at a time as are worth the hand-over and fit into memory.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<StoredSegment>> WindowsAsync(
        ISegmentReader segments, string logId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new List<StoredSegment>();
        var octetsInWindow = 0;
        await foreach (var number in segments.ListSegmentsAsync(logId, cancellationToken).ConfigureAwait(false))
        {
            if (await segments.ReadSegmentAsync(logId, number, cancellationToken).ConfigureAwait(false) is not { } octets)
            {
                continue;
            }

            window.Add(new StoredSegment(number, octets));
            octetsInWindow += octets.Length;
            if (octetsInWindow >= WindowOctets || window.Count == WindowSegments)
            {
                yield return window;
                (window, octetsInWindow) = ([], 0);
            }
        }

        if (window.Count > 0)
        {
            yield return window;
        }
    }
}
