using Signet.Ledger.Events;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Bench.Stored;

/// <summary>A log in a store, for whoever verifies it in another process: all of its keys are constants.</summary>
internal static class StoredLog
{
    public const int SegmentLength = 1_024;

    private const string KeyId = "commit-1";
    private const int MaxPending = 4;

    private static readonly byte[] Secret = new byte[CommitSigner.MinSecretOctets];

    /// <summary>What a verifier with the chain key knows from outside.</summary>
    public static LogTrust Trust
    {
        get
        {
            using var log = new SampleLog(Signer());
            return log.Trust();
        }
    }

    /// <summary>What one knows who checks the producer's MACs as well.</summary>
    public static LogTrust FullTrust => Trust with { CommitSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { [KeyId] = Secret } };

    /// <summary>Writes a log of so many events; some segments at a time, since nobody commits to it.</summary>
    public static async Task WriteAsync(ISegmentStore store, int entries, Func<long, CommitEvent> eventOf)
    {
        var signer = Signer();
        using var log = new SampleLog(signer);
        var pending = new Queue<Task>();
        foreach (var segment in log.Build(Enumerable.Range(0, entries).Select(seq => SampleLog.Commit(signer.Sign(eventOf(seq)))), SegmentLength))
        {
            if (pending.Count == MaxPending)
            {
                await pending.Dequeue();
            }

            pending.Enqueue(store.CreateSegmentAsync(SampleLog.LogId, segment.Segment, segment.Octets.ToArray(), default).AsTask());
        }

        await Task.WhenAll(pending);
    }

    private static CommitSigner Signer() => CommitSigner.FromSharedSecret(SampleLog.LogId, KeyId, Secret);
}
