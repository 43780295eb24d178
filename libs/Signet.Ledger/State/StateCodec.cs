using System.Buffers;
using System.Globalization;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;

namespace Signet.Ledger.State;

/// <summary>
/// The state object of a segment, both ways (format 1, section 5): everything that the entries before the segment's seal tell. In canonical
/// form, and the same entries give the same octets, so that a state that was lost can be written again. The seal names its SHA-256.
/// </summary>
public static class StateCodec
{
    /// <summary>The most octets of a state object: 64 MiB.</summary>
    public const int MaxOctets = 64 * 1024 * 1024;

    /// <summary>The word that stands in every state object.</summary>
    public const string Format = "signet-state/1";

    /// <summary>The name of a segment's state object.</summary>
    public static string NameOf(long segment) => string.Create(CultureInfo.InvariantCulture, $"state/{segment:d20}");

    /// <summary>Writes a state.</summary>
    /// <param name="state">What the entries before the seal tell.</param>
    /// <param name="place">Where the seal is going to stand.</param>
    /// <returns>Null for a state that has outgrown <see cref="MaxOctets"/>: then the seal names none.</returns>
    /// <exception cref="InvalidOperationException">The log has not begun.</exception>
    public static byte[]? Write(LogState state, ChainHead place)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        return TryWrite(state, place, output) ? output.WrittenSpan.ToArray() : null;
    }

    /// <summary>Writes a state into room that whoever writes one after the other has at hand.</summary>
    /// <param name="state">What the entries before the seal tell.</param>
    /// <param name="place">Where the seal is going to stand.</param>
    /// <param name="output">Empty room.</param>
    /// <returns>False for a state that has outgrown <see cref="MaxOctets"/>; what was written means nothing then.</returns>
    /// <exception cref="InvalidOperationException">The log has not begun.</exception>
    public static bool TryWrite(LogState state, ChainHead place, ArrayBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(output);
        if (state is not { Opening: { } opening, Settings: { } settings })
        {
            throw new InvalidOperationException("A log that has not begun has no state.");
        }

        var w = new CanonicalWriter(output);
        w.BeginObject();
        if (state.AnchoredAt is { } anchoredAt)
        {
            w.Key("anchored"u8);
            w.BeginObject();
            w.Time("at"u8, anchoredAt);
            w.Integer("size"u8, state.AnchoredSize);
            w.EndObject();
        }

        w.String("checkpoint_vkey"u8, state.CheckpointVkey);
        w.Key("edge"u8);
        w.BeginArray();
        foreach (var node in place.Edge)
        {
            w.Digest(node);
        }

        w.EndArray();
        w.Boolean("ended"u8, state.Ended);
        w.Key("epoch"u8);
        EntryBodyWriter.WriteObject(ref w, opening);
        w.Integer("epoch_segment"u8, state.EpochSegment);
        w.String("format"u8, Format);
        w.Key("keys"u8);
        w.BeginArray();
        foreach (var key in state.Keys
            .OrderBy(key => key.Producer, StringComparer.Ordinal)
            .ThenBy(key => key.KeyId, StringComparer.Ordinal))
        {
            EntryBodyWriter.WriteObject(ref w, key);
        }

        w.EndArray();
        w.Integer("last_counting"u8, state.LastCounting);
        w.Digest("last_mac"u8, place.LastMac);
        w.String("log_id"u8, state.LogId);
        w.String("next_key_id"u8, state.NextKeyId);
        w.Digest("prev_segment"u8, place.PrevSegment);
        w.Key("producers"u8);
        w.BeginArray();
        foreach (var history in state.Producers.OrderBy(history => history.Producer, StringComparer.Ordinal))
        {
            HistoryCodec.Write(ref w, history);
            if (output.WrittenCount > MaxOctets)
            {
                return false;
            }
        }

        w.EndArray();
        w.Time("recorded_at"u8, place.RecordedAt);
        w.Key("retired_keys"u8);
        w.BeginArray();
        foreach (var keyId in state.RetiredKeys)
        {
            w.String(keyId);
        }

        w.EndArray();
        w.Integer("segment"u8, place.NextSegment);
        w.Key("settings"u8);
        EntryBodyWriter.WriteObject(ref w, new SettingsBody { Settings = settings });
        w.Integer("size"u8, place.Size);
        w.String("slot_mode"u8, state.SlotMode);
        if (state.UnanchoredSince is { } unanchoredSince)
        {
            w.Time("unanchored_since"u8, unanchoredSince);
        }

        w.EndObject();
        return output.WrittenCount <= MaxOctets;
    }

    /// <summary>Reads the state object that a seal names.</summary>
    /// <param name="octets">What is stored under the state's name; any octets.</param>
    /// <param name="named">The digest in the seal.</param>
    /// <returns>The state before that seal; null for other octets, and for such as no log can lead to.</returns>
    public static LogState? Read(ReadOnlySpan<byte> octets, Digest named) =>
        octets.Length <= MaxOctets && Digest.Of(octets) == named ? StateReader.Read(octets) : null;
}
