using System.Buffers;
using System.Buffers.Binary;
using Signet.Ledger.Canonical;

namespace Signet.Ledger.State;

/// <summary>One producer in a state object, both ways.</summary>
internal static class HistoryCodec
{
    private const int MaxAboveOctets = EpochProgress.MaxAhead * sizeof(long);
    private const int RowOctets = sizeof(long) + Digest.Size;

    public static void Write(ref CanonicalWriter w, ProducerHistory history)
    {
        w.BeginObject();
        w.Key("epochs"u8);
        w.BeginArray();
        foreach (var epoch in history.Epochs)
        {
            Write(ref w, epoch);
        }

        w.EndArray();
        if (history.Floor is { } floor)
        {
            w.Uuid("floor"u8, floor);
        }

        w.String("producer"u8, history.Producer);
        w.EndObject();
    }

    /// <summary>Reads a producer; after a fault the reader has failed and what is returned means nothing.</summary>
    public static ProducerHistory Read(ref CanonicalReader r)
    {
        r.BeginObject();
        var epochs = new List<ProducerEpoch>();
        r.Key("epochs"u8);
        r.BeginArray();
        while (r.NextItem())
        {
            var epoch = ReadEpoch(ref r);
            if (epochs.Count == ProducerHistory.EpochsKept || epochs.Exists(known => known.Epoch == epoch.Epoch))
            {
                r.Fail();
            }

            epochs.Add(epoch);
        }

        // A producer is known by its events, and the epoch of the latest is never forgotten.
        if (epochs.Count == 0)
        {
            r.Fail();
        }

        Guid? floor = r.TryKey("floor"u8) ? r.Uuid7() : null;
        r.Key("producer"u8);
        var producer = r.Identifier();
        r.EndObject();
        return new ProducerHistory(producer, epochs, floor);
    }

    private static void Write(ref CanonicalWriter w, ProducerEpoch epoch)
    {
        w.BeginObject();
        PackedNumbers.Write(ref w, "above"u8, epoch.Progress.Above);
        w.Boolean("closed"u8, epoch.Closed);
        WriteDigests(ref w, epoch.Digests);
        w.Uuid("epoch"u8, epoch.Epoch);
        if (epoch.HoleSince is { } holeSince)
        {
            w.Time("hole_since"u8, holeSince);
        }

        w.Time("last_heard"u8, epoch.LastHeard);
        w.Integer("next"u8, epoch.Progress.Next);
        w.OptionalInteger("reported_through"u8, epoch.ReportedThrough < 0 ? null : epoch.ReportedThrough);
        w.Boolean("silence_reported"u8, epoch.SilenceReported);
        w.EndObject();
    }

    private static ProducerEpoch ReadEpoch(ref CanonicalReader r)
    {
        r.BeginObject();
        var above = PackedNumbers.Read(ref r, "above"u8, columns: 1, MaxAboveOctets);
        r.Key("closed"u8);
        var closed = r.Boolean();
        r.Key("digests"u8);
        var digests = r.Base64(RowOctets, ProducerEpoch.DigestsKept * RowOctets);
        r.Key("epoch"u8);
        var name = r.Uuid7();
        DateTimeOffset? holeSince = r.TryKey("hole_since"u8) ? r.Time() : null;
        r.Key("last_heard"u8);
        var lastHeard = r.Time();
        r.Key("next"u8);
        var next = r.Integer();
        var reportedThrough = r.OptionalInteger("reported_through"u8) ?? -1;
        r.Key("silence_reported"u8);
        var silenceReported = r.Boolean();
        r.EndObject();
        if (!IsAbove(next, above) || (holeSince is not null && above.Length == 0))
        {
            r.Fail();
            above = [];
        }

        var epoch = new ProducerEpoch(name)
        {
            Progress = new EpochProgress(next, above),
            LastHeard = lastHeard,
            Closed = closed,
            HoleSince = holeSince,
            ReportedThrough = reportedThrough,
            SilenceReported = silenceReported,
        };
        if (!TryReadDigests(digests.Span, epoch))
        {
            r.Fail();
        }

        return epoch;
    }

    /// <summary>Says whether the numbers ascend, above the watermark, which is missing itself, and no further than they may be.</summary>
    private static bool IsAbove(long next, ReadOnlySpan<long> above)
    {
        var last = next;
        foreach (var seq in above)
        {
            if (seq <= last)
            {
                return false;
            }

            last = seq;
        }

        return last <= CanonicalForm.MaxInteger && last - next <= EpochProgress.MaxAhead;
    }

    private static void WriteDigests(ref CanonicalWriter w, RecentDigests digests)
    {
        var rented = ArrayPool<byte>.Shared.Rent(digests.Count * RowOctets);
        var rows = rented.AsSpan(0, digests.Count * RowOctets);
        var at = rows;
        foreach (var (seq, digest) in digests.Rows)
        {
            BinaryPrimitives.WriteInt64BigEndian(at, seq);
            digest.CopyTo(at[sizeof(long)..]);
            at = at[RowOctets..];
        }

        w.Base64("digests"u8, rows);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static bool TryReadDigests(ReadOnlySpan<byte> rows, ProducerEpoch epoch)
    {
        var last = -1L;
        for (; rows.Length >= RowOctets; rows = rows[RowOctets..])
        {
            var seq = BinaryPrimitives.ReadInt64BigEndian(rows);
            if (seq <= last || !epoch.Progress.Contains(seq))
            {
                return false;
            }

            epoch.Remember(seq, new Digest(rows[sizeof(long)..RowOctets]));
            last = seq;
        }

        return rows.IsEmpty;
    }
}
