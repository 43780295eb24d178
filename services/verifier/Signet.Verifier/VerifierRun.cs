using Signet.Hosting.Telemetry;
using Signet.Verifier.Publishing;

namespace Signet.Verifier;

/// <summary>One verification from reading the receipts to telling everybody: what a job does once and a service again and again.</summary>
public sealed class VerifierRun
{
    private readonly LogCheck _check;
    private readonly VerifierOptions _options;
    private readonly OutcomePublisher _publisher;
    private readonly IVerifierMemory _memory;
    private readonly TimeProvider _time;

    internal VerifierRun(LogCheck check, VerifierOptions options, OutcomePublisher publisher, IVerifierMemory memory, TimeProvider time) =>
        (_check, _options, _publisher, _memory, _time) = (check, options, publisher, memory, time);

    /// <summary>Verifies the log once and tells of it.</summary>
    /// <param name="full">True to walk the whole log in any case.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<VerificationOutcome> RunAsync(bool full, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        using var span = SignetTracing.Verify();
        var outcome = await VerifyAsync(full, progress, cancellationToken).ConfigureAwait(false);
        span?.SetTag("signet.result", outcome.Result.ToString());
        await _publisher.PublishAsync(outcome, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>The same, but says nothing of a log that isn't there and never was.</summary>
    /// <returns>False when there is no log yet.</returns>
    internal async Task<bool> RunUnlessNewAsync(CancellationToken cancellationToken)
    {
        using var span = SignetTracing.Verify();
        var outcome = await VerifyAsync(full: false, null, cancellationToken).ConfigureAwait(false);
        span?.SetTag("signet.result", outcome.Result.ToString());
        if (outcome.Report is { Segments: 0, StartedAt: 0 } && await IsNewAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await _publisher.PublishAsync(outcome, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<VerificationOutcome> VerifyAsync(bool full, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        if (_options.ReceiptsPath is not { } path)
        {
            return await _check.RunAsync(ReceiptSet.Empty, full, progress, cancellationToken).ConfigureAwait(false);
        }

        var startedAt = _time.GetUtcNow();
        try
        {
            var receipts = await ReceiptSet.LoadAsync(path, cancellationToken).ConfigureAwait(false);
            return await _check.RunAsync(receipts, full, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            return new VerificationOutcome
            {
                LogId = _options.Trust.LogId,
                Report = null,
                Fault = $"The receipts can't be read. {exception.Message}",
                StartedAt = startedAt,
                Took = _time.GetUtcNow() - startedAt,
                Octets = 0,
                Protection = Storage.StoreProtection.NotWriteProtected,
            };
        }
    }

    private async Task<bool> IsNewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _memory.RecallAsync(_options.Trust.LogId, cancellationToken).ConfigureAwait(false) is null;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
