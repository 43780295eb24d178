using System.Text;
using Signet.Ledger.Events;

namespace Signet.Ledger.Checkpoints;

/// <summary>The signature with which a checkpoint key names its successor (format 1, section 1, <c>checkpoint_key</c>).</summary>
public static class CheckpointKeyRotation
{
    /// <summary>Names a successor.</summary>
    /// <param name="from">The holder of the key so far.</param>
    /// <param name="to">The new key, which has the log's name too.</param>
    /// <returns>64 octets.</returns>
    /// <exception cref="ArgumentException">The keys are of different logs.</exception>
    public static byte[] Sign(CheckpointSigner from, VerifierKey to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return from.VerifierKey.Name == to.Name
            ? from.SignOctets(Message(to.Name, to.ToString()))
            : throw new ArgumentException("The keys are of different logs.", nameof(to));
    }

    /// <summary>True when the holder of <paramref name="from"/> signed the new key.</summary>
    public static bool Verify(string logId, VerifierKey from, string to, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(from);
        return CommitVerifier.Check(Message(logId, to), signature, CommitVerifier.Import(from.PublicKey.Span));
    }

    private static byte[] Message(string logId, string to) => Encoding.ASCII.GetBytes($"signet/checkpoint-key/v1\n{logId}\n{to}");
}
