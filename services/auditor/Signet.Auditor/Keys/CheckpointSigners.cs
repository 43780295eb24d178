using System.Collections.Concurrent;
using Signet.Ledger.Checkpoints;

namespace Signet.Auditor.Keys;

/// <summary>
/// Signs with the checkpoint key that the log names at a place, and opens what any of them signed: the log says from when on which one counts.
/// Safe for concurrent use.
/// </summary>
internal sealed class CheckpointSigners(string logId, KeyRing ring) : IDisposable
{
    private readonly ConcurrentDictionary<string, CheckpointSigner> _signers = new(StringComparer.Ordinal);

    /// <summary>The signer of a verifier key.</summary>
    /// <exception cref="InvalidDataException">No seed for it is known.</exception>
    public CheckpointSigner For(string vkey)
    {
        if (!_signers.TryGetValue(vkey, out var signer))
        {
            Load();
            if (!_signers.TryGetValue(vkey, out signer))
            {
                throw new InvalidDataException("The log names a checkpoint key whose seed is not known.");
            }
        }

        return signer;
    }

    /// <summary>The checkpoint in a note that one of the keys signed; null for any other note.</summary>
    public Checkpoint? Open(ReadOnlySpan<byte> note)
    {
        Load();
        foreach (var signer in _signers.Values)
        {
            if (Checkpoint.TryOpen(note, signer.VerifierKey, out var checkpoint))
            {
                return checkpoint;
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var signer in _signers.Values)
        {
            signer.Dispose();
        }
    }

    private void Load()
    {
        foreach (var seed in ring.Current.CheckpointSeeds)
        {
            var signer = new CheckpointSigner(logId, seed.Span);
            if (!_signers.TryAdd(signer.VerifierKey.ToString(), signer))
            {
                signer.Dispose();
            }
        }
    }
}
