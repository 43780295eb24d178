using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Messaging;

namespace Signet.Anchorer;

/// <summary>One round: every authority is asked at once about one tree head, and what is valid goes to the auditor together.</summary>
internal sealed partial class AnchorRound(
    IAnchorLog log,
    TsaClient client,
    AnchorerOptions options,
    TimeProvider time,
    IAnchorObserver observer,
    ILogger<AnchorRound> logger)
{
    /// <summary>
    /// Runs a round. A crash in it loses tokens and nothing else: the duty stands until the auditor has chained a round.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<RoundResult> RunAsync(AnchorDuty duty, CancellationToken cancellationToken)
    {
        using Activity? span = SignetTracing.Anchor(duty.Size);
        AnchorStatement statement = AnchorStatement.Create(log.LogId, duty.Size, duty.Root.Span);
        TsaAnswer[] answers = await Task.WhenAll(options.Tsas.Select(tsa => client.AskAsync(tsa, statement, cancellationToken)));
        AnchorBody[] valid = [.. answers.Select(answer => answer.Body).OfType<AnchorBody>()];
        RoundResult result = valid.Length >= options.Required ? await SubmitAsync(valid, cancellationToken) : RoundResult.TooFew;

        span?.SetTag("signet.tokens", valid.Length);
        if (result != RoundResult.Chained)
        {
            span.Fail(result.ToString());
        }

        TimeSpan lag = time.GetUtcNow() - duty.OldestAt;
        observer.RoundEnded(result, duty.Size, lag);
        if (result == RoundResult.Chained)
        {
            Log.Chained(logger, duty.Size, valid.Length, lag);
            await KeepAsync(answers, cancellationToken);
        }
        else if (result == RoundResult.TooFew)
        {
            Log.TooFew(logger, valid.Length, options.Required, duty.Size, lag);
        }

        return result;
    }

    /// <summary>
    /// Has request and answer kept as they were on the wire. What counts stands in the log by now, so a failure costs the raw octets and
    /// nothing else.
    /// </summary>
    private async Task KeepAsync(IEnumerable<TsaAnswer> answers, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.LogTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        foreach (TsaAnswer answer in answers)
        {
            if (answer.Body is not { } body)
            {
                continue;
            }

            try
            {
                await log.KeepAsync(new AnchorEvidence(body.TreeSize, body.Tsa, answer.Request, answer.Response), linked.Token);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Log.EvidenceNotKept(logger, body.Tsa, body.TreeSize, e);
            }
        }
    }

    private async Task<RoundResult> SubmitAsync(AnchorBody[] round, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.LogTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await log.SubmitAsync(round, linked.Token);
            return RoundResult.Chained;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (ArgumentException e)
        {
            Log.Refused(logger, e);
            return RoundResult.Refused;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whether it was chained is unknown. The next duty tells: it is beyond this size, or gone, if it was.
            Log.Unavailable(logger, e);
            return RoundResult.Failed;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventIds.RoundChained,
            LogLevel.Information,
            "Anchored size {Size} with {Tokens} tokens, {Lag} after the oldest entry.")]
        public static partial void Chained(ILogger logger, long size, int tokens, TimeSpan lag);

        [LoggerMessage(
            EventIds.TooFewTokens,
            LogLevel.Warning,
            "Only {Tokens} of {Required} required tokens for size {Size}; the oldest entry waits for {Lag}.")]
        public static partial void TooFew(ILogger logger, int tokens, int required, long size, TimeSpan lag);

        [LoggerMessage(
            EventIds.EvidenceNotKept,
            LogLevel.Warning,
            "The raw request and answer of {Tsa} for size {Size} were not kept; the anchor is chained.")]
        public static partial void EvidenceNotKept(ILogger logger, string tsa, long size, Exception exception);

        [LoggerMessage(EventIds.RoundRefused, LogLevel.Error, "The auditor refused a round.")]
        public static partial void Refused(ILogger logger, Exception exception);

        [LoggerMessage(EventIds.LogUnavailable, LogLevel.Warning, "The auditor did not chain a round.")]
        public static partial void Unavailable(ILogger logger, Exception exception);
    }
}
