using System.Globalization;
using System.Runtime.CompilerServices;
using Signet.Cli.Output;
using Signet.Ledger;
using Signet.Ledger.Merkle;
using Signet.Storage;

namespace Signet.Cli.Logs;

/// <summary>
/// One pass over a log from its first entry to its last, which computes on the way what the result rests on. Flat in memory, whatever the size of
/// the log. Says on a terminal how far it is.
/// </summary>
internal sealed class EntryWalk(IEntrySource source)
{
    private readonly MerkleTree _tree = new();
    private SignedHead? _head;
    private bool? _agrees;

    /// <exception cref="LogFaultException">An entry is missing, or isn't what the checkpoint says.</exception>
    /// <exception cref="UserErrorException">The store can't be read.</exception>
    public async IAsyncEnumerable<StoredEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var progress = TerminalLine.OfError();
        _head = await AskAsync(() => source.ReadHeadAsync(cancellationToken));
        await using var entries = source.ReadAsync(0, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Compare();
        while (await AskAsync(entries.MoveNextAsync))
        {
            if (entries.Current.Entry.Seq != _tree.Size)
            {
                throw new LogFaultException($"Entry {_tree.Size} is missing or can't be read. `signet audit verify` says more.");
            }

            _tree.Append(MerkleTree.HashLeaf(entries.Current.Octets.Span));
            Compare();
            progress?.Show(_ => string.Create(
                CultureInfo.InvariantCulture, $"{_tree.Size} {(_head is { } head ? $"of {head.Checkpoint.Size} " : "")}entries"));
            yield return entries.Current;
        }
    }

    /// <summary>What was read so far.</summary>
    public EntryBasis Basis() => new(
        source.LogId, source.Place, _tree.Size, _tree.Size == 0 ? Digest.Of([]) : _tree.Root, _head, _head is null ? null : _agrees ?? false);

    private void Compare()
    {
        if (_head?.Checkpoint is { } checkpoint && checkpoint.Size == _tree.Size)
        {
            _agrees = checkpoint.Root == _tree.Root;
        }
    }

    private static async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StoreException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }
}
