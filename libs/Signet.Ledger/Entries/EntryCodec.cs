using System.Buffers;
using Signet.Ledger.Canonical;
using Signet.Ledger.Events;

namespace Signet.Ledger.Entries;

/// <summary>The canonical octets of an entry, both ways (format 1, section 1). What is read is never written again for hashing.</summary>
public static class EntryCodec
{
    /// <summary>Writes the canonical octets of an entry.</summary>
    /// <exception cref="ArgumentException">The entry breaks a limit of the format.</exception>
    public static byte[] Write(Entry entry)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Write(entry, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes the canonical octets of an entry.</summary>
    /// <exception cref="ArgumentException">The entry breaks a limit of the format.</exception>
    public static void Write(Entry entry, ArrayBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(output);
        var start = output.WrittenCount;
        Write(entry.Seq, entry.RecordedAt, entry.Body, output);
        if (!ReadFacts(output.WrittenSpan[start..]).IsWellFormed)
        {
            throw new ArgumentException("The entry breaks a limit of the format.", nameof(entry));
        }
    }

    /// <summary>Reads an entry from its stored octets.</summary>
    public static EntryReading Read(ReadOnlyMemory<byte> octets)
    {
        var facts = Read(octets.Span, octets, keepsCommits: true, out var commit);
        return facts.IsWellFormed
            ? new EntryReading(EntryStatus.WellFormed, new Entry(facts.Seq, facts.RecordedAt, facts.Body ?? new CommitBody { SignedEvent = commit! }))
            : new EntryReading(facts.Status, null);
    }

    /// <summary>Checks an entry just as <see cref="Read(ReadOnlyMemory{byte})"/> does, and tells what an index needs to know of it.</summary>
    /// <param name="octets">The stored octets.</param>
    /// <param name="eventId">The name of the event in a commit; null for any other entry, and for octets that are none.</param>
    /// <returns>The body; null for a commit, and for octets that are no entry.</returns>
    public static EntryBody? ReadOutline(ReadOnlySpan<byte> octets, out Guid? eventId)
    {
        var facts = ReadFacts(octets);
        eventId = facts.IsCommit ? facts.Commit.Event.Id : null;
        return facts.IsWellFormed ? facts.Body : null;
    }

    /// <summary>Checks an entry just as <see cref="Read(ReadOnlyMemory{byte})"/> does, and makes nothing of a commit but its facts.</summary>
    internal static EntryFacts ReadFacts(ReadOnlySpan<byte> octets) => Read(octets, default, keepsCommits: false, out _);

    /// <summary>Writes an entry that is known to keep the limits of the format.</summary>
    internal static void Write(long seq, DateTimeOffset recordedAt, EntryBody body, IBufferWriter<byte> output)
    {
        var writer = new CanonicalWriter(output);
        writer.BeginObject();

        // Three members stand in every entry; the fourth, named like the type, falls between them by the order of names.
        var place = string.CompareOrdinal(body.Type, "recorded_at") < 0 ? 0
            : string.CompareOrdinal(body.Type, "seq") < 0 ? 1
            : string.CompareOrdinal(body.Type, "type") < 0 ? 2 : 3;
        WriteBodyAt(0, place, ref writer, body);
        writer.Time("recorded_at"u8, recordedAt);
        WriteBodyAt(1, place, ref writer, body);
        writer.Integer("seq"u8, seq);
        WriteBodyAt(2, place, ref writer, body);
        writer.String("type"u8, body.Type);
        WriteBodyAt(3, place, ref writer, body);
        writer.EndObject();
    }

    /// <summary>Writes a commit entry, given the octets of its body.</summary>
    internal static void WriteCommit(long seq, DateTimeOffset recordedAt, ReadOnlySpan<byte> wire, IBufferWriter<byte> output)
    {
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        writer.Key("commit"u8);
        writer.Verbatim(wire);
        writer.Time("recorded_at"u8, recordedAt);
        writer.Integer("seq"u8, seq);
        writer.String("type"u8, "commit");
        writer.EndObject();
    }

    private static void WriteBodyAt(int here, int place, ref CanonicalWriter writer, EntryBody body)
    {
        if (here == place)
        {
            EntryBodyWriter.Write(ref writer, body);
        }
    }

    private static EntryFacts Read(ReadOnlySpan<byte> octets, ReadOnlyMemory<byte> source, bool keepsCommits, out SignedEvent? commit)
    {
        commit = null;
        return octets.Length > Entry.MaxOctets ? new EntryFacts(EntryStatus.Malformed, 0, default, null, default)
            : TryRead(octets, source, keepsCommits, out var facts, out commit) ? facts
            : new EntryFacts(IsAnotherSpelling(octets) ? EntryStatus.NonCanonical : EntryStatus.Malformed, 0, default, null, default);
    }

    private static bool TryRead(
        ReadOnlySpan<byte> octets, ReadOnlyMemory<byte> source, bool keepsCommits, out EntryFacts facts, out SignedEvent? commit)
    {

        // Where the body stands depends on its name, so it is looked for before each of the three and behind the last.
        var reader = new CanonicalReader(octets, keeps: true);
        var body = new BodySlot();
        reader.BeginObject();
        body.TryRead(ref reader, [], "recorded_at"u8, source, keepsCommits);
        reader.Key("recorded_at"u8);
        var recordedAt = reader.Time();
        body.TryRead(ref reader, "recorded_at"u8, "seq"u8, source, keepsCommits);
        reader.Key("seq"u8);
        var seq = reader.Integer();
        body.TryRead(ref reader, "seq"u8, "type"u8, source, keepsCommits);
        reader.Key("type"u8);
        var type = reader.Word();
        body.TryRead(ref reader, "type"u8, "~"u8, source, keepsCommits);
        reader.EndObject();
        var holds = reader.End() && !type.IsEmpty && type.SequenceEqual(body.Type);
        facts = holds ? new EntryFacts(EntryStatus.WellFormed, seq, recordedAt, body.Body, body.Commit) : default;
        commit = holds ? body.SignedEvent : null;
        return holds;
    }

    /// <summary>True for a well-formed entry that is spelled otherwise; whatever isn't one in any spelling is malformed.</summary>
    private static bool IsAnotherSpelling(ReadOnlySpan<byte> octets)
    {
        var canonical = new ArrayBufferWriter<byte>(octets.Length + 1);
        return CanonicalSpelling.TryRewrite(octets, canonical) && canonical.WrittenCount <= Entry.MaxOctets &&
            TryRead(canonical.WrittenSpan, default, keepsCommits: false, out _, out _);
    }

    private ref struct BodySlot
    {
        public ReadOnlySpan<byte> Type;
        public EntryBody? Body;
        public CommitFacts Commit;
        public SignedEvent? SignedEvent;

        /// <summary>Reads the body here, if the next member is one whose key belongs between these two.</summary>
        public void TryRead(
            ref CanonicalReader reader, ReadOnlySpan<byte> after, ReadOnlySpan<byte> before, ReadOnlyMemory<byte> source, bool keepsCommits)
        {
            var key = reader.NextKey();
            if (!Type.IsEmpty || key.IsEmpty || key.SequenceCompareTo(after) <= 0 || key.SequenceCompareTo(before) >= 0)
            {
                return;
            }

            Type = key;
            reader.Key(key);
            if (!key.SequenceEqual("commit"u8))
            {
                Body = EntryBodyReader.Read(key, ref reader);
                return;
            }

            reader.Keeps = keepsCommits;
            SignedEvent = SignedEvent.Read(ref reader, source, out Commit);
            reader.Keeps = true;
        }
    }
}
