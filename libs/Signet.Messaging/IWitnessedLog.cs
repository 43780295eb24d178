using Signet.Ledger.Witnesses;

namespace Signet.Messaging;

/// <summary>What whoever takes checkpoints to witnesses needs of the auditor. Members may be called at any time and from any thread.</summary>
public interface IWitnessedLog
{
    /// <summary>The newest checkpoint, with the proof that it goes on from an older size.</summary>
    /// <param name="oldSize">The size that the witness saw last; 0 for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the log isn't that long.</returns>
    /// <exception cref="IOException">The log can't be read now, or has no checkpoint yet.</exception>
    ValueTask<AddCheckpointRequest?> NextAsync(long oldSize, CancellationToken cancellationToken);

    /// <summary>Keeps a cosigned checkpoint beside the log. Whoever calls has checked the cosignature.</summary>
    /// <param name="witness">The witness's name in the settings: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
    /// <param name="note">The note, with the log's signature line and the witness's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The name has another form, or the note is no checkpoint of this log.</exception>
    /// <exception cref="IOException">It could not be kept.</exception>
    ValueTask KeepAsync(string witness, ReadOnlyMemory<byte> note, CancellationToken cancellationToken);
}
