using System.Collections.Concurrent;
using System.Threading.Channels;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Messaging;

namespace Signet.Anchorer.Tests;

/// <summary>An auditor that checks a round as the real one would, and counts.</summary>
internal sealed class FakeAnchorLog(IReadOnlyDictionary<string, TsaTrust> trusts) : IAnchorLog
{
    private readonly Lock _gate = new();
    private readonly Channel<IReadOnlyList<AnchorBody>> _rounds = Channel.CreateUnbounded<IReadOnlyList<AnchorBody>>();
    private TaskCompletionSource _due = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AnchorDuty? _duty;

    public string LogId => "log.test";

    public ChannelReader<IReadOnlyList<AnchorBody>> Rounds => _rounds.Reader;

    /// <summary>Thrown by the next calls to submit, in order.</summary>
    public ConcurrentQueue<Exception> SubmitFailures { get; } = new();

    /// <summary>Thrown by the next waits for a duty, in order.</summary>
    public ConcurrentQueue<Exception> WaitFailures { get; } = new();

    public void SetDuty(AnchorDuty duty)
    {
        lock (_gate)
        {
            _duty = duty;
            _due.TrySetResult();
        }
    }

    public ValueTask<AnchorDuty?> GetDutyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_duty);
        }
    }

    public async ValueTask WaitForDutyAsync(CancellationToken cancellationToken)
    {
        if (WaitFailures.TryDequeue(out Exception? failure))
        {
            throw failure;
        }

        Task due;
        lock (_gate)
        {
            due = _due.Task;
        }

        await due.WaitAsync(cancellationToken);
    }

    public ValueTask SubmitAsync(IReadOnlyList<AnchorBody> round, CancellationToken cancellationToken)
    {
        if (SubmitFailures.TryDequeue(out Exception? failure))
        {
            throw failure;
        }

        foreach (AnchorBody body in round)
        {
            AnchorVerdict verdict = AnchorVerifier.Verify(body, LogId, trusts[body.Tsa]);
            if (!verdict.Ok)
            {
                throw new ArgumentException(verdict.Text);
            }
        }

        lock (_gate)
        {
            if (round[0].TreeSize == _duty?.Size)
            {
                _duty = null;
                _due = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        _rounds.Writer.TryWrite(round);
        return ValueTask.CompletedTask;
    }

    /// <summary>The raw requests and answers kept so far.</summary>
    public ConcurrentQueue<AnchorEvidence> Evidence { get; } = new();

    public ValueTask KeepAsync(AnchorEvidence evidence, CancellationToken cancellationToken)
    {
        Evidence.Enqueue(evidence);
        return ValueTask.CompletedTask;
    }
}
