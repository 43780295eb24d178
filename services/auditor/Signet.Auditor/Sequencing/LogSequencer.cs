using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Election;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Hosting.Telemetry;
using Signet.Messaging;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// The single writer. One loop owns the log's state, the chain key and the appender; nothing else touches them. Here are its terms and epochs;
/// what it does within one is <see cref="EpochRun"/>.
/// </summary>
/// <remarks>
/// 0. Wait to be elected, where several auditors share a log; until then nothing is read or stored and senders are told to retry. 1. Recover: find where the stored log ends. 2. Fence: store a segment that opens the next epoch; an older writer can't fill a slot
/// after that. Two writers that open the same epoch at once are told apart by the slot: the one that lost starts over under the next, which ends the other. A writer
/// that finds a higher epoch stops its host and never comes back by itself, so that two can't fence each other for ever. 3. Then,
/// for as long as nobody else takes over and the term lasts: take what queues up into the next segment while the last is being stored; close and store it as
/// soon as that is stored; only then tell anybody. A crash at any point loses nothing that was acknowledged: what is stored is
/// found by recovery, and what isn't was never acknowledged and is sent again. 4. When the settings name other keys, the open segment says so; a new
/// chain key ends it and its epoch, and step 2 follows under the new one, while what is sent waits.
/// </remarks>
internal sealed partial class LogSequencer : BackgroundService
{
    private readonly KeyRing _ring;
    private readonly EpochWriters _writers;
    private readonly EpochRun _epochs;
    private readonly LogHead _head;
    private readonly IWriterElection _election;
    private readonly ILogger<LogSequencer> _logger;
    private readonly SubmissionQueue _queue;

    public LogSequencer(
        AuditorOptions options, KeyRing ring, ISegmentStore segments, IDerivedStore derived, LogHead head, IWriterElection election,
        SignetMetrics metrics, TimeProvider time, ILogger<LogSequencer> logger)
    {
        (_ring, _head, _election, _logger) = (ring, head, election, logger);
        _writers = new EpochWriters(options, ring, segments, derived, head, metrics, time, logger);
        _queue = new SubmissionQueue(options.QueueBound);
        _epochs = new EpochRun(options, ring, _writers, _queue, head, metrics, time, logger);
        ring.OnOffered = _queue.Wake;
    }

    /// <summary>Queues submissions in one step; what there is no room for, or all when nobody writes, is to be sent again.</summary>
    public void Submit(ReadOnlySpan<Submission> submissions)
    {
        foreach (var submission in submissions[_queue.Add(submissions)..])
        {
            submission.Complete(CommitOutcome.Retry);
        }
    }

    /// <summary>Queues entries that belong together.</summary>
    public Task<CommitOutcome> SubmitAsync(EntrySubmission submission)
    {
        Submit([submission]);
        return submission.Outcome;
    }

    /// <summary>
    /// Waits for its turn, recovers, fences and writes until it is stopped, or until its term ends or another writer takes over, of which it tells
    /// by an exception.
    /// </summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _writers.ProveStoreAsync(stoppingToken).ConfigureAwait(false);
            await using var term = await ElectAsync(stoppingToken).ConfigureAwait(false);
            await WriteTermAsync(term, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async Task<IWriterTerm> ElectAsync(CancellationToken stoppingToken)
    {
        var winning = _election.WinAsync(stoppingToken);
        if (winning.IsCompleted)
        {
            return await winning.ConfigureAwait(false);
        }

        // Another writes: whoever comes here by mistake is to ask again, and there.
        EndWriting();
        var term = await winning.ConfigureAwait(false);
        _queue.Open();
        return term;
    }

    private async Task WriteTermAsync(IWriterTerm term, CancellationToken stoppingToken)
    {
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, term.Ended);

        // At once, and not when a store that hangs has answered.
        using var ending = term.Ended.UnsafeRegister(_ => EndWriting(), null);
        try
        {
            var waiting = new Queue<Submission>();
            var (result, next) = (SlotResult.Theirs, default(EpochWriter));
            while (result != SlotResult.Superseded)
            {
                var writer = next ?? await _writers.RecoverAsync(writing.Token).ConfigureAwait(false);
                next = null;
                try
                {
                    result = await _epochs.RunAsync(writer, waiting, term, writing.Token).ConfigureAwait(false);
                    next = result == SlotResult.Ours ? _writers.Succeed(writer) : null;
                }
                finally
                {
                    writer.Key.Dispose();
                    if (next is null)
                    {
                        SubmissionQueue.Refuse(waiting);
                        writer.Appender.Abandon();
                    }
                }

                if (next is not null)
                {
                    Log.KeyReplaced(_logger, _ring.Current.ChainKeyId);
                }
                else if (result == SlotResult.Theirs)
                {
                    Log.StartedOver(_logger);
                }
            }

            throw new InvalidOperationException(
                "Another writer has taken over the log under a higher epoch. This one stops; nothing that it acknowledged is lost.");
        }
        catch (OperationCanceledException) when (term.Ended.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            throw new InvalidOperationException(
                "The lease to write the log has ended. This writer stops; nothing that it acknowledged is lost.");
        }
        finally
        {
            EndWriting();
        }
    }

    private void EndWriting()
    {
        _head.StopWriting();
        _queue.Close();
        _queue.RefuseAll();
    }

    private static partial class Log
    {
        [LoggerMessage(1011, LogLevel.Warning, "Another writer filled a slot; starting again from the store.")]
        public static partial void StartedOver(ILogger logger);

        [LoggerMessage(1015, LogLevel.Information, "The chain key was replaced; the log goes on under {KeyId}.")]
        public static partial void KeyReplaced(ILogger logger, string keyId);
    }
}
