using Signet.Auditor.Publishing;
using Signet.Ledger;
using Signet.Ledger.Tiles;
using Signet.Ledger.Witnesses;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Tiles;

namespace Signet.Auditor.Serving;

/// <summary>
/// The newest published checkpoint with its consistency proof, for witnesses. The proof comes from the tiles, which are stored before the
/// checkpoint is.
/// </summary>
internal sealed class WitnessedLog(
    AuditorOptions options, IDerivedStore derived, LogPublisher publisher, WitnessedNotes notes, LogHead head) : IWitnessedLog
{

    public async ValueTask<AddCheckpointRequest?> NextAsync(long oldSize, CancellationToken cancellationToken)
    {
        // An auditor that has only just started is not a log that was rolled back.
        var written = head.Position ?? throw new IOException("Nothing was written yet.");
        if (oldSize < 0 || oldSize > written.Size)
        {
            return null;
        }

        // Proof and checkpoint are of one size, however the log grows meanwhile.
        if (publisher.Published is not { } published || oldSize > published.Size)
        {
            throw new IOException("What was written is not published yet.");
        }

        try
        {
            var proof = oldSize == 0 || oldSize == published.Size
                ? []
                : await new TileProofs(new DerivedTileSource(derived, options.LogId), published.Size, published.Root)
                    .ConsistencyAsync(oldSize, cancellationToken).ConfigureAwait(false);
            return proof is null
                ? throw new IOException("No consistency proof can be made.")
                : new AddCheckpointRequest(oldSize, proof, published.Note);
        }
        catch (StoreException exception)
        {
            throw new IOException("The log can't be read.", exception);
        }
    }

    public async ValueTask KeepAsync(string witness, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        if (!LedgerText.IsIdentifier(witness) || note.Length > WitnessFormat.MaxNoteOctets ||
            publisher.Open(note.Span) is not { } checkpoint || checkpoint.Size > head.Position?.Size)
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
}
