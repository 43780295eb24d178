using System.Buffers.Binary;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;

namespace Signet.Ledger.Verification;

/// <summary>
/// The R0 receipts that a walk redeems (format 1, section 7). Owns the promises not yet found kept, and which of them a key of the log
/// signed: what no such key signed promises nothing.
/// </summary>
internal sealed class PromiseWalk(LogTrust trust, FindingLog findings)
{
    private readonly Dictionary<Digest, List<Promise>> _open = [];
    private readonly List<(Promise Promise, Guid Event, TimeSpan Delay)> _kept = [];

    /// <summary>True while there is a promise to look for.</summary>
    public bool Any => _open.Count > 0;

    /// <summary>Takes a promise in, before the walk begins.</summary>
    public void Add(PromiseReceipt receipt)
    {
        if (!_open.TryGetValue(receipt.Digest, out var promises))
        {
            _open[receipt.Digest] = promises = [];
        }

        promises.Add(new Promise(receipt));
    }

    /// <summary>Looks which promises an enrolled key signed.</summary>
    public void Enrolled(ProducerKeyBody key)
    {
        if (key.Revoked || key.PublicKey is not { } publicKey)
        {
            return;
        }

        foreach (var promise in _open.Values.SelectMany(promises => promises).Where(promise => !promise.Signed))
        {
            var receipt = promise.Receipt;
            promise.Signed = receipt.LogId == trust.LogId && receipt.Signature.KeyId == key.KeyId && receipt.Signature.Alg == key.Alg &&
                CommitVerifier.Verify(trust.LogId, receipt.Entry, receipt.Digest, receipt.Signature, publicKey.Span);
        }
    }

    /// <summary>Strikes out the promises that an event keeps.</summary>
    public void Commit(SegmentReading reading, int line)
    {
        var commit = reading.Facts[line].Commit;
        var digest = Digest.Of(reading.Segment!.Lines[line].Entry.Span.Slice(commit.Start, commit.Length));
        if (_open.TryGetValue(digest, out var promises))
        {
            // The event's own name: whoever holds the receipt of a batch may have renamed it there.
            var id = commit.Event.Id;
            var delay = reading.Facts[line].RecordedAt - TimeOf(id);
            _kept.AddRange(promises.Where(promise => promise.Receipt.IsKeptBy(id, digest)).Select(promise => (promise, id, delay)));
            promises.RemoveAll(promise => promise.Receipt.IsKeptBy(id, digest));
            if (promises.Count == 0)
            {
                _open.Remove(digest);
            }
        }
    }

    /// <summary>Reports the promises that should have been kept by now.</summary>
    public void Check(DateTimeOffset now, TimeSpan mergeDelay)
    {
        CheckDelays(mergeDelay);
        foreach (var promise in _open.Values.SelectMany(promises => promises))
        {
            if (!promise.Signed)
            {
                findings.Note("Receipts that no key of the log signed were given: they promise nothing.");
            }
            else if (now - TimeOf(promise.Receipt.Entry) > mergeDelay)
            {
                findings.Report(FindingKind.PromiseBroken, null, null, $"the event {promise.Receipt.Entry} of a receipt is not in the log");
            }
        }
    }

    /// <summary>Reports the promises that were kept, and too late.</summary>
    private void CheckDelays(TimeSpan mergeDelay)
    {
        foreach (var (_, id, delay) in _kept.Where(kept => kept.Promise.Signed && kept.Delay > mergeDelay))
        {
            findings.Report(
                FindingKind.PromiseBroken, null, null,
                $"the event {id} of a receipt came into the log {(long)delay.TotalSeconds} s after its time, later than the log promises");
        }
    }

    /// <summary>The time in a UUID version 7: milliseconds since 1970 in its first 48 bits (RFC 9562, section 5.7).</summary>
    private static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> octets = stackalloc byte[16];
        id.TryWriteBytes(octets, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(octets) >>> 16;
        return milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.MaxValue
            : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private sealed class Promise(PromiseReceipt receipt)
    {
        public PromiseReceipt Receipt { get; } = receipt;

        public bool Signed { get; set; }
    }
}
