using System.Security.Cryptography;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;

namespace Signet.Ledger.Verification;

/// <summary>What a verifier knows from outside the log. Nothing that a log says of itself takes its place.</summary>
public sealed record LogTrust
{
    /// <summary>The log.</summary>
    public required string LogId { get; init; }

    /// <summary>The first checkpoint key; null makes the result "self-declared".</summary>
    public VerifierKey? CheckpointKey { get; init; }

    /// <summary>The root secrets by key id; empty for keyless verification, which knows no MACs.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> RootSecrets { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>The private keys that open sealed chain keys (format 1, section 3). They stay the caller's, and are used by one walk at a time.</summary>
    public IReadOnlyList<RSA> SealingKeys { get; init; } = [];

    /// <summary>SHA-256 of the ciphertexts of sealed keys seen before, by epoch: they never change.</summary>
    public IReadOnlyDictionary<long, Digest> SeenSealedKeys { get; init; } = new Dictionary<long, Digest>();

    /// <summary>The secrets of producers whose events carry MACs, by key id; events of those that are missing go unchecked, and the report says so.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> CommitSecrets { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>
    /// Checks an anchor's token against the pinned roots of its authority: null when it holds, else why it doesn't. Without one,
    /// tokens aren't checked and the report says so.
    /// </summary>
    public Func<AnchorBody, string?>? CheckAnchor { get; init; }

    /// <summary>The size and head that the verifier saw before, or null.</summary>
    public Checkpoint? LastSeen { get; init; }
}
