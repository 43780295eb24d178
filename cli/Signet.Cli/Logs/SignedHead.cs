using Signet.Ledger.Checkpoints;

namespace Signet.Cli.Logs;

/// <summary>A checkpoint whose signature was checked.</summary>
/// <param name="Checkpoint">The tree head.</param>
/// <param name="Key">The key that signed it.</param>
/// <param name="IsKeyGiven">False where the key was taken from the same place as the log, so that it proves nothing about who runs that place.</param>
internal sealed record SignedHead(Checkpoint Checkpoint, VerifierKey Key, bool IsKeyGiven);
