using Microsoft.Extensions.Logging;
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
        AnchorStatement statement = AnchorStatement.Create(log.LogId, duty.Size, duty.Root.Span);
        AnchorBody?[] answers = await Task.WhenAll(options.Tsas.Select(tsa => client.AskAsync(tsa, statement, cancellationToken)));
        AnchorBody[] valid = [.. answers.OfType<AnchorBody>()];
        RoundResult result = valid.Length >= options.Required ? await SubmitAsync(valid, cancellationToken) : RoundResult.TooFew;

        TimeSpan lag = time.GetUtcNow() - duty.OldestAt;
        observer.RoundEnded(result, lag);
        if (result == RoundResult.Chained)
        {
            Log.Chained(logger, duty.Size, valid.Length, lag);
        }
        else if (result == RoundResult.TooFew)
        {
            Log.TooFew(logger, valid.Length, options.Required, duty.Size, lag);
        }

        return result;
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

        [LoggerMessage(EventIds.RoundRefused, LogLevel.Error, "The auditor refused a round.")]
        public static partial void Refused(ILogger logger, Exception exception);

        [LoggerMessage(EventIds.LogUnavailable, LogLevel.Warning, "The auditor did not chain a round.")]
        public static partial void Unavailable(ILogger logger, Exception exception);
    }
}
