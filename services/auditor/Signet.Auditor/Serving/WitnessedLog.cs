using Signet.Auditor.Publishing;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Tiles;
using Signet.Ledger.Witnesses;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Tiles;

namespace Signet.Auditor.Serving;

/// <summary>
/// The newest checkpoint with its consistency proof, for witnesses. The proof comes from stored tiles; where they are missing, from the
/// segments, which costs a pass over the log. One at a time.
/// </summary>
internal sealed class WitnessedLog(
    AuditorOptions options, ISegmentStore segments, IDerivedStore derived, CheckpointPublisher publisher, WitnessedNotes notes, LogHead head)
    : IWitnessedLog, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly VerifierKey _key = KeyOf(options);

    public async ValueTask<AddCheckpointRequest?> NextAsync(long oldSize, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // An auditor that has only just started is not a log that was rolled back.
            var position = head.Position ?? throw new IOException("Nothing was written yet.");
            if (oldSize < 0 || oldSize > position.Size)
            {
                return null;
            }

            // Proof and checkpoint are of one size, however the log grows meanwhile.
            var note = publisher.Sign(position);
            var proof = oldSize == 0 || oldSize == position.Size
                ? []
                : await ProveAsync(oldSize, position.Size, position.Root, cancellationToken).ConfigureAwait(false);
            return proof is null ? throw new IOException("No consistency proof can be made.") : new AddCheckpointRequest(oldSize, proof, note);
        }
        catch (StoreException exception)
        {
            throw new IOException("The log can't be read.", exception);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask KeepAsync(string witness, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        if (!LedgerText.IsIdentifier(witness) || note.Length > WitnessFormat.MaxNoteOctets ||
            !Checkpoint.TryOpen(note.Span, _key, out var checkpoint) || checkpoint!.Size > head.Position?.Size)
        {
            throw new ArgumentException("It is no checkpoint of this log, or the witness's name has another form.", nameof(note));
        }

        try
        {
            await notes.PutAsync(witness, checkpoint.Size, note, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException exception)
        {
            throw new IOException("The cosigned checkpoint could not be stored.", exception);
        }
    }

    public void Dispose() => _one.Dispose();

    private static VerifierKey KeyOf(AuditorOptions options)
    {
        using var signer = new CheckpointSigner(options.LogId, options.CheckpointSeed.Span);
        return signer.VerifierKey;
    }

    private async ValueTask<IReadOnlyList<Digest>?> ProveAsync(long oldSize, long size, Digest root, CancellationToken cancellationToken) =>
        await new TileProofs(new DerivedTileSource(derived, options.LogId), size, root).ConsistencyAsync(oldSize, cancellationToken)
            .ConfigureAwait(false) ??
        await SegmentConsistency.CreateAsync(segments, options.LogId, oldSize, size, root, cancellationToken).ConfigureAwait(false);
}
