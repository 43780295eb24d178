using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Signet.Cli.Logs;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Tiles;

namespace Signet.Cli.Remote;

/// <summary>
/// The log of a running auditor, read through its tiles. No entry is given before its bundle is proved to stand in the tree of the signed
/// checkpoint. What the checkpoint doesn't cover yet isn't there.
/// </summary>
internal sealed class RemoteLog : IEntrySource
{
    private readonly AuditorClient _auditor;
    private readonly SignedHead _head;
    private readonly TileProofs _proofs;

    private RemoteLog(AuditorClient auditor, SignedHead head, ITileSource tiles)
    {
        (_auditor, _head) = (auditor, head);
        _proofs = new TileProofs(tiles, head.Checkpoint.Size, head.Checkpoint.Root);
    }

    public string LogId => _head.Checkpoint.LogId;

    public string Place => _auditor.Address.ToString();

    /// <exception cref="UserErrorException">There is no auditor, or its checkpoint isn't signed by the key that is trusted.</exception>
    public static async Task<RemoteLog> OpenAsync(string address, TrustOptions given, TimeProvider time, CancellationToken cancellationToken)
    {
        var auditor = AuditorClient.Open(address, time);
        try
        {
            var (logId, key) = await auditor.ReadKeyAsync(cancellationToken);
            if (given.LogId is { } wanted && wanted != logId)
            {
                throw new UserErrorException($"{auditor.Address} has the log {logId}.");
            }

            if (given.Vkey is { } text)
            {
                key = VerifierKey.TryParse(text, out var trusted) && trusted!.Name == logId
                    ? trusted
                    : throw new UserErrorException("--vkey is not a verifier key of this log.");
            }

            var tiles = new TileCache(auditor.Tiles);
            var client = new TileLogClient(tiles, key, logId);
            return await client.UpdateAsync(cancellationToken) switch
            {
                TileLogResult.Taken => new RemoteLog(auditor, new SignedHead(client.Last!, key, given.Vkey is not null), tiles),
                TileLogResult.Unavailable => throw new UserErrorException($"{auditor.Address} has no checkpoint yet."),
                _ => throw new UserErrorException($"The checkpoint of {auditor.Address} isn't signed by {(given.Vkey is null ? "its own key" : "the key of --vkey")}."),
            };
        }
        catch (HttpRequestException exception)
        {
            auditor.Dispose();
            throw new UserErrorException($"{auditor.Address} can't be read: {exception.Message}", exception);
        }
        catch
        {
            auditor.Dispose();
            throw;
        }
    }

    public ValueTask<SignedHead?> ReadHeadAsync(CancellationToken cancellationToken) => ValueTask.FromResult<SignedHead?>(_head);

    public async IAsyncEnumerable<StoredEntry> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var bundle = from / TilePath.FullWidth; bundle * TilePath.FullWidth < _head.Checkpoint.Size; bundle++)
        {
            var entries = await ReadBundleAsync(bundle, cancellationToken);
            for (var i = 0; i < entries.Count; i++)
            {
                var seq = (bundle * TilePath.FullWidth) + i;
                if (seq < from || seq >= _head.Checkpoint.Size)
                {
                    continue;
                }

                yield return EntryCodec.Read(entries[i]).Entry is { } entry && entry.Seq == seq
                    ? new StoredEntry(-1, entries[i], entry)
                    : throw new LogFaultException($"Entry {seq} of {Place} isn't an entry of that number, though its tree holds it.");
            }
        }
    }

    /// <summary>The text at a path of the auditor, unproved; null when there is none.</summary>
    /// <exception cref="UserErrorException">It can't be had.</exception>
    public Task<string?> GetAsync(string path, CancellationToken cancellationToken) => _auditor.GetAsync(path, cancellationToken);

    public void Dispose() => _auditor.Dispose();

    private async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadBundleAsync(long bundle, CancellationToken cancellationToken)
    {
        var first = bundle * TilePath.FullWidth;
        try
        {
            if (await _proofs.BundleAsync(bundle, cancellationToken) is { } entries)
            {
                // The entries of a bundle are a subtree. The path from its first leaf holds the roots of all others in it.
                var width = (int)Math.Min(entries.Count, _head.Checkpoint.Size - first);
                List<Digest> leaves = [.. entries.Take(width).Select(entry => MerkleTree.HashLeaf(entry.Span))];
                var within = InclusionProof.Create(0, CollectionsMarshal.AsSpan(leaves));
                if (await _proofs.InclusionAsync(first, leaves[0], cancellationToken) is { } path && path.Take(within.Count).SequenceEqual(within))
                {
                    return entries;
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new UserErrorException($"{Place} can't be read: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserErrorException($"{Place} takes too long.", exception);
        }

        throw new LogFaultException($"The entries of {Place} from {first} on aren't those of its signed checkpoint, or are missing.");
    }
}
