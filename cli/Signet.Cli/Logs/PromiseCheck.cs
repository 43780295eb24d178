using System.Text;
using Signet.Auditor.Serving;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Receipts;

namespace Signet.Cli.Logs;

/// <summary>Checks that what a gateway promised stands in the log: the key, the signature, the event, its place under a signed checkpoint.</summary>
internal static class PromiseCheck
{
    private const string LatestCheckpoint = "checkpoint";

    public static async Task<ReceiptOutcome> RunAsync(PromiseReceipt promise, LogLocation log, CancellationToken cancellationToken)
    {
        if (promise.LogId != log.LogId)
        {
            return Broken(log, $"the receipt is of log {promise.LogId}, this is log {log.LogId}");
        }

        ReadOnlyMemory<byte>? publicKey = null;
        StoredEntry? entry = null;
        await foreach (var stored in LogEntries.ReadAsync(log.Segments, log.LogId, 0, cancellationToken))
        {
            if (stored.Entry.Body is ProducerKeyBody { PublicKey: { } octets } key && key.KeyId == promise.Signature.KeyId)
            {
                publicKey = octets;
            }
            else if (stored.Entry.Body is CommitBody { SignedEvent: { } signedEvent } && promise.IsKeptBy(signedEvent.Event.Id, signedEvent.Digest))
            {
                entry = stored;
            }
        }

        if (publicKey is not { } known)
        {
            return Broken(log, $"no gateway of this log has a key {promise.Signature.KeyId}");
        }

        if (!promise.Verify(known.Span))
        {
            return Broken(log, "the gateway's signature does not verify: this receipt was not issued");
        }

        if (entry is null)
        {
            return Broken(log, "the gateway promised this event and the log does not hold it");
        }

        return await ProveAsync(promise, entry, log, cancellationToken);
    }

    private static async Task<ReceiptOutcome> ProveAsync(
        PromiseReceipt promise, StoredEntry entry, LogLocation log, CancellationToken cancellationToken)
    {
        var note = await log.Derived.ReadAsync(log.LogId, LatestCheckpoint, cancellationToken);
        if (note is not { } octets || log.Trust.CheckpointKey is not { } key || !Checkpoint.TryOpen(octets.Span, key, out var checkpoint))
        {
            return NotProved(log, entry, "no checkpoint that can be verified covers it");
        }

        var proof = await LogReceipts.FindAsync(
            log.Segments, log.LogId, ((CommitBody)entry.Entry.Body).SignedEvent.Event.Id, checkpoint!.Size, Encoding.UTF8.GetString(octets.Span), cancellationToken);
        return proof?.Verify(key) is null
            ? NotProved(log, entry, "the newest checkpoint does not cover it yet")
            : new ReceiptOutcome(ReceiptResult.Kept, log.LogId) { Entry = entry.Entry, CheckpointSize = checkpoint.Size, Proof = proof };
    }

    private static ReceiptOutcome NotProved(LogLocation log, StoredEntry entry, string why) =>
        new(ReceiptResult.NotProved, log.LogId) { Entry = entry.Entry, Reason = why };

    private static ReceiptOutcome Broken(LogLocation log, string why) => new(ReceiptResult.NotKept, log.LogId) { Reason = why };
}
