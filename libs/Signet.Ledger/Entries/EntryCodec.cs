using System.Buffers;
using System.Text.Json;
using Signet.Ledger.Canonical;

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
        var writer = new CanonicalWriter(output);
        writer.BeginObject();

        // Three members stand in every entry; the fourth, named like the type, falls between them by the order of names.
        var place = string.CompareOrdinal(entry.Body.Type, "recorded_at") < 0 ? 0
            : string.CompareOrdinal(entry.Body.Type, "seq") < 0 ? 1
            : string.CompareOrdinal(entry.Body.Type, "type") < 0 ? 2 : 3;
        WriteBodyAt(0, place, ref writer, entry.Body);
        writer.Time("recorded_at"u8, entry.RecordedAt);
        WriteBodyAt(1, place, ref writer, entry.Body);
        writer.Integer("seq"u8, entry.Seq);
        WriteBodyAt(2, place, ref writer, entry.Body);
        writer.String("type"u8, entry.Body.Type);
        WriteBodyAt(3, place, ref writer, entry.Body);
        writer.EndObject();

        if (Read(output.WrittenMemory[start..]) is { Status: EntryStatus.WellFormed })
        {
            return;
        }

        throw new ArgumentException("The entry breaks a limit of the format.", nameof(entry));
    }

    /// <summary>Reads an entry from its stored octets.</summary>
    public static EntryReading Read(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > Entry.MaxOctets)
        {
            return new EntryReading(EntryStatus.Malformed, null);
        }

        if (!CanonicalForm.IsCanonicalObject(octets.Span))
        {
            return new EntryReading(CanonicalForm.IsAnyJsonObject(octets.Span) ? EntryStatus.NonCanonical : EntryStatus.Malformed, null);
        }

        using var document = JsonDocument.Parse(octets);
        var members = new MemberReader(document.RootElement);
        var type = members.String("type");
        var entry = new Entry(
            members.Integer("seq"),
            members.Time("recorded_at"),
            EntryBodyCodec.Read(type, members, octets));
        members.End();
        return members.Failed ? new EntryReading(EntryStatus.Malformed, null) : new EntryReading(EntryStatus.WellFormed, entry);
    }

    private static void WriteBodyAt(int here, int place, ref CanonicalWriter writer, EntryBody body)
    {
        if (here == place)
        {
            EntryBodyCodec.Write(ref writer, body);
        }
    }
}
