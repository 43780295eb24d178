using System.Threading.Channels;
using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// What waits for the writer. What is added in one step is taken in one step, so that a delivery fills one segment and not two. Safe for
/// concurrent use by one reader.
/// </summary>
internal sealed class SubmissionQueue(int bound)
{
    private readonly Lock _lock = new();

    // Whoever wakes the reader becomes it until it waits again: on a busy machine another thread would have to be waited for first.
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.DropWrite,
        AllowSynchronousContinuations = true,
    });

    private readonly Queue<Submission> _waiting = [];
    private bool _closed;

    /// <summary>
    /// Adds the first of them, as many as there is room for; returns how many. None while it is closed. A reader that waits may run before
    /// this returns, so it must tell nobody of an outcome in a way that runs what comes of it.
    /// </summary>
    public int Add(ReadOnlySpan<Submission> submissions)
    {
        int count;
        bool wake;
        lock (_lock)
        {
            count = _closed ? 0 : Math.Min(submissions.Length, bound - _waiting.Count);
            wake = _waiting.Count == 0 && count > 0;
            foreach (var submission in submissions[..count])
            {
                _waiting.Enqueue(submission);
            }
        }

        if (wake)
        {
            Wake();
        }

        return count;
    }

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>Moves what waits to <paramref name="batch"/>, until that has <paramref name="most"/>.</summary>
    public void Take(Queue<Submission> batch, int most)
    {
        lock (_lock)
        {
            while (batch.Count < most && _waiting.TryDequeue(out var submission))
            {
                batch.Enqueue(submission);
            }
        }
    }

    /// <summary>Waits for something, or for <see cref="Wake"/>; may end without either.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>True when a wait would end at once; then it has ended.</summary>
    public bool TryWait() => _signal.Reader.TryRead(out _);

    /// <summary>Ends a wait.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Has the senders of all that waits send it again.</summary>
    public void RefuseAll()
    {
        var batch = new Queue<Submission>();
        Take(batch, int.MaxValue);
        Refuse(batch);
    }

    /// <summary>Has their senders send them again, and forgets them.</summary>
    public static void Refuse(Queue<Submission> submissions)
    {
        while (submissions.TryDequeue(out var submission))
        {
            submission.Complete(CommitOutcome.Retry);
        }
    }

    /// <summary>Nothing is added from here on, until it is opened again.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    /// <summary>Takes submissions again.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _closed = false;
        }
    }
}
