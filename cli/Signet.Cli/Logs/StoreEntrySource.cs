using System.Runtime.CompilerServices;
using Signet.Ledger.Checkpoints;

namespace Signet.Cli.Logs;

/// <summary>The entries of a log in a store, segment by segment. What can't be read is left out: whoever counts on all of them checks their numbers.</summary>
internal sealed class StoreEntrySource(LogLocation log, string place, bool isKeyGiven) : IEntrySource
{
    private const string LatestCheckpoint = "checkpoint";

    public LogLocation Log => log;

    public string LogId => log.LogId;

    public string Place => place;

    public async ValueTask<SignedHead?> ReadHeadAsync(CancellationToken cancellationToken) =>
        log.Trust.CheckpointKey is { } key &&
        await log.Derived.ReadAsync(log.LogId, LatestCheckpoint, cancellationToken) is { } note &&
        Checkpoint.TryOpen(note.Span, key, out var checkpoint)
            ? new SignedHead(checkpoint!, key, isKeyGiven)
            : null;

    public async IAsyncEnumerable<StoredEntry> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in LogEntries.ReadAsync(log.Segments, log.LogId, 0, cancellationToken))
        {
            if (stored.Entry.Seq >= from)
            {
                yield return stored;
            }
        }
    }

    public void Dispose()
    {
    }
}
