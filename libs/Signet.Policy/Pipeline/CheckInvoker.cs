namespace Signet.Policy.Pipeline;

/// <summary>
/// Calls the checks of one stage, each within its time. One cancellation source serves them all as long as none runs out of time, and its
/// timer starts only for a check that doesn't answer at once. A check that ignores its token is left behind: its task goes on, and its answer counts no more.
/// </summary>
internal sealed class CheckInvoker(TimeProvider time, CpuBudget budget, CancellationToken caller) : IDisposable
{
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _link;

    /// <summary>Calls one check.</summary>
    /// <returns>Its answer, or the block that stands for it; exactly one of them isn't null.</returns>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    internal async ValueTask<(TResult? Answer, CheckResult? Failure)> InvokeAsync<TState, TResult>(
        CheckSlot slot, TState state, Func<TState, CancellationToken, ValueTask<TResult>> call)
        where TResult : class
    {
        caller.ThrowIfCancellationRequested();
        CancellationToken token = Source().Token;
        long started = time.GetTimestamp();
        budget.Restart(time, started, slot.CpuBudget);
        Task<TResult>? pending = null;
        try
        {
            ValueTask<TResult> answer = call(state, token);
            TResult? result;
            bool isWork = answer.IsCompleted;
            if (isWork)
            {
                result = await answer;
            }
            else
            {
                _source!.CancelAfter(slot.Timeout);
                pending = answer.AsTask();
                result = await pending.WaitAsync(slot.Timeout, time, caller);
                _source.CancelAfter(Timeout.InfiniteTimeSpan);
            }

            TimeSpan spent = time.GetElapsedTime(started);
            if (spent > slot.Timeout)
            {
                return (null, CheckFailure.TimedOut(slot));
            }

            // A check that waited for something didn't use the processor meanwhile.
            if (isWork && budget.IsOverdrawn(spent))
            {
                return (null, CheckFailure.OverBudget(slot));
            }

            return result is null ? (null, CheckFailure.BrokeContract(slot, "it gave no answer")) : (result, null);
        }
        catch (OperationCanceledException) when (caller.IsCancellationRequested)
        {
            LeaveBehind(pending);
            throw;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException
            && (token.IsCancellationRequested || pending is { IsCompleted: false }))
        {
            await _source!.CancelAsync();
            LeaveBehind(pending);
            return (null, CheckFailure.TimedOut(slot));
        }
        catch (CpuBudgetException)
        {
            return (null, CheckFailure.OverBudget(slot));
        }
        catch (Exception exception)
        {
            return (null, CheckFailure.Threw(slot, exception));
        }
    }

    public void Dispose()
    {
        _link.Dispose();
        _source?.Dispose();
    }

    private CancellationTokenSource Source()
    {
        if (_source is not { IsCancellationRequested: false })
        {
            Dispose();
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            _link = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }

        return _source;
    }

    private static void LeaveBehind(Task? pending) =>
        pending?.ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
