using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;

namespace Signet.Ledger.State;

/// <summary>
/// Reads a state object member by member and takes only what entries can have led to, in the one form in which it is written. Never
/// throws on any octets; time and room grow with their number alone.
/// </summary>
internal static class StateReader
{
    private const int MaxVkeyLength = 256;

    // A tree size is an integer of the format, so its edge has no more nodes than that has bits.
    private const int MaxEdge = 53;

    /// <summary>The state, or null for any other octets. Whose word it is, is for the caller to know.</summary>
    public static LogState? Read(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > StateCodec.MaxOctets)
        {
            return null;
        }

        var state = new LogState();
        var r = new CanonicalReader(octets, keeps: true);
        r.BeginObject();
        ReadAnchored(ref r, state);
        r.Key("checkpoint_vkey"u8);
        state.CheckpointVkey = r.String(MaxVkeyLength);
        var edge = ReadEdge(ref r);
        r.Key("ended"u8);
        state.Ended = r.Boolean();
        r.Key("epoch"u8);
        state.Opening = EntryBodyReader.Read("epoch"u8, ref r) as EpochBody;
        r.Key("epoch_segment"u8);
        state.EpochSegment = r.Integer();
        r.Key("format"u8);
        r.Exactly("signet-state/1"u8);
        ReadKeys(ref r, state);
        r.Key("last_counting"u8);
        state.LastCounting = r.Integer();
        r.Key("last_mac"u8);
        var lastMac = r.Digest();
        r.Key("log_id"u8);
        state.LogId = r.Identifier();
        r.Key("next_key_id"u8);
        state.NextKeyId = r.Identifier();
        r.Key("prev_segment"u8);
        var prevSegment = r.Digest();
        ReadProducers(ref r, state);
        r.Key("recorded_at"u8);
        var recordedAt = r.Time();
        ReadRetiredKeys(ref r, state);
        r.Key("segment"u8);
        var segment = r.Integer();
        r.Key("settings"u8);
        state.Settings = (EntryBodyReader.Read("settings"u8, ref r) as SettingsBody)?.Settings;
        r.Key("size"u8);
        var size = r.Integer(1);
        r.Key("slot_mode"u8);
        state.SlotMode = r.Either("conditional"u8, "claim"u8) ? "claim" : "conditional";
        state.UnanchoredSince = r.TryKey("unanchored_since"u8) ? r.Time() : null;
        r.EndObject();
        state.Head = new ChainHead
        {
            NextSegment = segment,
            Size = size,
            LastMac = lastMac,
            PrevSegment = prevSegment,
            RecordedAt = recordedAt,
            Edge = edge,
        };
        return r.End() && IsPossible(state) ? state : null;
    }

    private static void ReadAnchored(ref CanonicalReader r, LogState state)
    {
        if (!r.TryKey("anchored"u8))
        {
            return;
        }

        r.BeginObject();
        r.Key("at"u8);
        state.AnchoredAt = r.Time();
        r.Key("size"u8);
        state.AnchoredSize = r.Integer(1);
        r.EndObject();
    }

    private static List<Digest> ReadEdge(ref CanonicalReader r)
    {
        var edge = new List<Digest>();
        r.Key("edge"u8);
        r.BeginArray();
        while (r.NextItem())
        {
            edge.Add(r.Digest());
            if (edge.Count > MaxEdge)
            {
                r.Fail();
            }
        }

        return edge;
    }

    private static void ReadKeys(ref CanonicalReader r, LogState state)
    {
        var (producer, keyId) = ("", "");
        r.Key("keys"u8);
        r.BeginArray();
        while (r.NextItem())
        {
            if (EntryBodyReader.Read("producer_key"u8, ref r) is not ProducerKeyBody key || r.Failed)
            {
                return;
            }

            var order = string.CompareOrdinal(producer, key.Producer);
            if (order > 0 || (order == 0 && string.CompareOrdinal(keyId, key.KeyId) >= 0))
            {
                r.Fail();
            }

            (producer, keyId) = (key.Producer, key.KeyId);
            state.Add(key);
        }
    }

    private static void ReadProducers(ref CanonicalReader r, LogState state)
    {
        var last = "";
        r.Key("producers"u8);
        r.BeginArray();
        while (r.NextItem())
        {
            var history = HistoryCodec.Read(ref r);
            if (string.CompareOrdinal(last, history.Producer) >= 0)
            {
                r.Fail();
            }

            last = history.Producer;
            state.Add(history);
        }
    }

    private static void ReadRetiredKeys(ref CanonicalReader r, LogState state)
    {
        var last = "";
        r.Key("retired_keys"u8);
        r.BeginArray();
        while (r.NextItem())
        {
            var keyId = r.Identifier();
            if (string.CompareOrdinal(last, keyId) >= 0)
            {
                r.Fail();
            }

            last = keyId;
            state.Retire(keyId);
        }
    }

    /// <summary>Says whether the members fit each other as they do behind any entries.</summary>
    private static bool IsPossible(LogState state)
    {
        var head = state.Head;

        // Each epoch has a segment and each segment two entries, of which the seal is still to come here.
        var placed = state.Epoch - 1 <= state.EpochSegment && state.EpochSegment <= head.NextSegment && head.NextSegment <= head.Size / 2 &&
            (head.NextSegment == 0) == (head.PrevSegment == Digest.Zero) && MerkleTree.Restore(head.Size, head.Edge) is not null;
        var anchored = state.LastCounting < head.Size && state.AnchoredSize <= head.Size &&
            (state.UnanchoredSince is not null) == (state.LastCounting >= state.AnchoredSize);
        var keyed = (state.NextKeyId != state.KeyId) == state.IsRetired(state.KeyId) && !state.IsRetired(state.NextKeyId);
        return placed && anchored && keyed && state.Producers.All(history => history.Epochs.All(
            epoch => epoch.LastHeard <= head.RecordedAt && !(epoch.HoleSince > head.RecordedAt)));
    }
}
