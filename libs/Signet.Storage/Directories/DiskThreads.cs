namespace Signet.Storage.Directories;

/// <summary>
/// A few threads that wait for the disk, so that nobody else's do: a call that synchronises a file blocks its thread for a millisecond or
/// more, and a pool with one thread for each processor would soon have none left for those who wait for the answer. A thread begins when
/// none is idle, and ends after a while without work. Safe for concurrent use.
/// </summary>
internal sealed class DiskThreads(string name, int most)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly object _lock = new();
    private readonly Queue<Action> _waiting = [];
    private int _threads;
    private int _idle;

    /// <summary>Runs a call on one of the threads. Calls begin in the order they came. Whatever the call throws, the task tells.</summary>
    public Task<T> RunAsync<T>(Func<T> call)
    {
        // Whoever waits goes on elsewhere: it may do anything, and the next call must not wait for that.
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(() => Run(call, answer));
            if (_idle >= _waiting.Count)
            {
                Monitor.Pulse(_lock);
            }
            else if (_threads < most)
            {
                _threads++;
                new Thread(Work) { IsBackground = true, Name = name }.UnsafeStart();
            }
        }

        return answer.Task;
    }

    private static void Run<T>(Func<T> call, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.SetResult(call());
        }
        catch (Exception exception)
        {
            answer.SetException(exception);
        }
    }

    private void Work()
    {
        while (Next() is { } call)
        {
            call();
        }
    }

    private Action? Next()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0)
            {
                _idle++;
                var woken = Monitor.Wait(_lock, Patience);
                _idle--;
                if (!woken && _waiting.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            return _waiting.Dequeue();
        }
    }
}
