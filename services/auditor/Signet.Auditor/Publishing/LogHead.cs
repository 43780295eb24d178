using Signet.Auditor.Sequencing;
using Signet.Ledger.Entries;

namespace Signet.Auditor.Publishing;

/// <summary>
/// What everybody but the sequencer knows of the log: where it ends and whose signatures count. Only ever says what is stored. Reads
/// take no lock.
/// </summary>
internal sealed class LogHead
{
    private volatile TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LogPosition? _position;
    private volatile IReadOnlyDictionary<(string Producer, string KeyId), ProducerKeyBody> _keys =
        new Dictionary<(string Producer, string KeyId), ProducerKeyBody>();
    private volatile bool _writing;
    private volatile bool _storeAway;

    /// <summary>Where the log ends; null before this writer has stored anything.</summary>
    public LogPosition? Position => _position;

    /// <summary>The enrolled keys.</summary>
    public IReadOnlyDictionary<(string Producer, string KeyId), ProducerKeyBody> Keys => _keys;

    /// <summary>True while this process can write.</summary>
    public bool IsWriting => _writing;

    /// <summary>True while the store can't be reached before anything was written.</summary>
    public bool IsStoreAway
    {
        get => _storeAway;
        set => _storeAway = value;
    }

    public void Advance(LogPosition position, IReadOnlyDictionary<(string Producer, string KeyId), ProducerKeyBody> keys)
    {
        (_keys, _position, _writing) = (keys, position, true);
        var waiters = _advanced;
        _advanced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.TrySetResult();
    }

    public void StopWriting() => _writing = false;

    /// <summary>Nothing has to be stored to be ready again. Does nothing before the first segment of this writer.</summary>
    public void ResumeWriting() => _writing = _position is not null;

    /// <summary>Completes when the log has grown past <paramref name="size"/>.</summary>
    public async Task WaitBeyondAsync(long size, CancellationToken cancellationToken)
    {
        while (true)
        {
            var advanced = _advanced.Task;
            if (_position is { } position && position.Size > size)
            {
                return;
            }

            await advanced.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
