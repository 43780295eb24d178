using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Producers;
using Signet.Ledger.Segments;

namespace Signet.Auditor.State;

/// <summary>
/// The state object of a segment (format 1, section 5), both ways: everything that entries before the segment's seal have told the
/// writer. The same entries give the same octets, so that a lost state can be written again. The seal names its SHA-256, so what is read was written by a holder of the chain key.
/// </summary>
internal static class StateCodec
{
    private const string Format = "signet-state/1";

    /// <summary>The name of a segment's state object.</summary>
    public static string NameOf(long segment) => string.Create(CultureInfo.InvariantCulture, $"state/{segment:d20}");

    /// <param name="state">The state before the seal.</param>
    /// <param name="size">The tree size before the seal.</param>
    /// <param name="edge">The right edge of the tree before the seal.</param>
    /// <param name="lastMac">The MAC of the entry before the seal.</param>
    /// <param name="recordedAt">The time of the entry before the seal.</param>
    public static byte[] Write(LogState state, long size, IReadOnlyList<Digest> edge, Digest lastMac, DateTimeOffset recordedAt)
    {
        var document = new StateDocument
        {
            Format = Format,
            Segment = state.Head.NextSegment,
            PrevSegment = state.Head.PrevSegment.ToString(),
            Size = size,
            Edge = [.. edge.Select(node => node.ToString())],
            LastMac = lastMac.ToString(),
            RecordedAt = recordedAt,
            Epoch = state.Epoch,
            EpochSegment = state.EpochSegment,
            KeyId = state.KeyId,
            CheckpointVkey = state.CheckpointVkey,
            SlotMode = state.SlotMode,
            Settings = state.Settings!,
            AnchoredSize = state.AnchoredSize,
            AnchoredAt = state.AnchoredAt,
            UnanchoredSince = state.UnanchoredSince,
            LastCounting = state.LastCounting,
            Keys = [.. state.Keys
                .OrderBy(key => key.Producer, StringComparer.Ordinal)
                .ThenBy(key => key.KeyId, StringComparer.Ordinal)
                .Select(key => Convert.ToBase64String(EntryCodec.Write(new Entry(0, key.NotAfter ?? recordedAt, key))))],
            Epochs = [.. state.Producers
                .OrderBy(producer => producer.Key, StringComparer.Ordinal)
                .SelectMany(producer => producer.Value.Select(epoch => Of(producer.Key, epoch)))],
            Floors = new SortedDictionary<string, Guid>(state.Floors.ToDictionary(), StringComparer.Ordinal),
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, StateJson.Default.StateDocument);
    }

    /// <summary>Reads a state whose digest a seal vouches for; null when it isn't one all the same.</summary>
    public static LogState? Read(ReadOnlyMemory<byte> octets, Digest expected)
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        SHA256.HashData(octets.Span, digest);
        if (new Digest(digest) != expected)
        {
            return null;
        }

        try
        {
            var document = JsonSerializer.Deserialize(octets.Span, StateJson.Default.StateDocument);
            return document is { Format: Format } ? Restore(document) : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static LogState Restore(StateDocument document)
    {
        if (document.Segment < 0 || document.Size < 1 || document.Epoch < 1 || document.EpochSegment < 0 ||
            document.EpochSegment > document.Segment || document.Epochs.Any(epoch => epoch is null) ||
            MerkleTree.Restore(document.Size, [.. document.Edge.Select(Parse)]) is null)
        {
            throw new FormatException("Not a state that a log can have.");
        }

        var state = new LogState
        {
            Head = new ChainHead
            {
                NextSegment = document.Segment,
                Size = document.Size,
                LastMac = Parse(document.LastMac),
                PrevSegment = Parse(document.PrevSegment),
                RecordedAt = document.RecordedAt,
                Edge = [.. document.Edge.Select(Parse)],
            },
            Epoch = document.Epoch,
            EpochSegment = document.EpochSegment,
            KeyId = document.KeyId,
            CheckpointVkey = document.CheckpointVkey,
            SlotMode = document.SlotMode,
            Settings = document.Settings,
            AnchoredSize = document.AnchoredSize,
            AnchoredAt = document.AnchoredAt,
            UnanchoredSince = document.UnanchoredSince,
            LastCounting = document.LastCounting,
        };
        foreach (var key in document.Keys)
        {
            if (EntryCodec.Read(Convert.FromBase64String(key)).Entry?.Body is not ProducerKeyBody body)
            {
                throw new FormatException("Not a producer key.");
            }

            state.RestoreKey(body);
        }

        foreach (var epoch in document.Epochs)
        {
            state.RestoreEpoch(epoch.Producer, Restore(epoch));
        }

        foreach (var (producer, floor) in document.Floors)
        {
            state.RestoreFloor(producer, floor);
        }

        return state;
    }

    private static EpochDocument Of(string producer, ProducerEpoch epoch) => new()
    {
        Producer = producer,
        Epoch = epoch.Epoch,
        Next = epoch.Progress.Next,
        Above = [.. epoch.Progress.Above],
        LastHeard = epoch.LastHeard,
        Closed = epoch.Closed,
        HoleSince = epoch.HoleSince,
        ReportedThrough = epoch.ReportedThrough,
        SilenceReported = epoch.SilenceReported,
        DigestSeqs = [.. epoch.Digests.Keys],
        Digests = Convert.ToBase64String([.. epoch.Digests.Values.SelectMany(digest => digest.ToArray())]),
    };

    private static ProducerEpoch Restore(EpochDocument document)
    {
        var epoch = new ProducerEpoch(document.Epoch)
        {
            Progress = new EpochProgress(document.Next, document.Above),
            LastHeard = document.LastHeard,
            Closed = document.Closed,
            HoleSince = document.HoleSince,
            ReportedThrough = document.ReportedThrough,
            SilenceReported = document.SilenceReported,
        };
        var digests = Convert.FromBase64String(document.Digests);
        if (digests.Length != document.DigestSeqs.Count * Digest.Size)
        {
            throw new FormatException("Digests and numbers differ in count.");
        }

        for (var i = 0; i < document.DigestSeqs.Count; i++)
        {
            epoch.Remember(document.DigestSeqs[i], new Digest(digests.AsSpan(i * Digest.Size, Digest.Size)));
        }

        return epoch;
    }

    private static Digest Parse(string hex) => Digest.TryParse(hex, out var digest) ? digest : throw new FormatException("Not a digest.");
}
