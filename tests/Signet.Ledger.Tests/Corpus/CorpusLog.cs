using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>A clean log with what a verifier of either sort is given, and its last checkpoint. Safe for concurrent use.</summary>
internal sealed record CorpusLog(string Name, byte[][] Segments, LogTrust Trust, byte[] Note, DateTimeOffset Now)
{
    /// <summary>Verifies, in full or keyless and against the last checkpoint, which full verification of a change within the log doesn't need.</summary>
    public VerificationReport Walk(byte[]?[] segments, bool full, byte[]? note = null)
    {
        // One thread: whole logs are checked beside each other.
        using var walk = new LogVerification(
            full ? Trust : Trust with { RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>>(), SealingKeys = [] }, parallelism: 1);
        if (!full || note is not null)
        {
            walk.Checkpoint(note ?? Note);
        }

        walk.Segments([.. segments.Index().Where(segment => segment.Item is not null).Select(segment => new StoredSegment(segment.Index, segment.Item))]);
        return walk.Complete(Now);
    }

    /// <summary>The log with one segment replaced.</summary>
    public byte[]?[] With(int segment, byte[]? octets)
    {
        byte[]?[] changed = [.. Segments];
        changed[segment] = octets;
        return changed;
    }
}
