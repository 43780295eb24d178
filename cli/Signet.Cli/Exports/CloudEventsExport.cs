using System.Globalization;
using System.Text;
using System.Text.Json;
using Signet.Cli.Logs;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Cli.Exports;

/// <summary>One CloudEvent 1.0 a line, in its JSON format. Source and id together name the entry for ever; data are the flat form.</summary>
internal sealed class CloudEventsExport : IEntryExport
{
    public string? Head => null;

    public string? Line(string logId, StoredEntry stored)
    {
        var entry = stored.Entry;
        var value = (entry.Body as CommitBody)?.SignedEvent.Event;
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", entry.Seq.ToString(CultureInfo.InvariantCulture));
            json.WriteString("source", "urn:signet:log:" + logId);
            json.WriteString("type", value is null ? "dev.signet.entry." + entry.Body.Type : "dev.signet.commit." + EventWords.Of(value.Phase));
            json.WriteString("time", LedgerText.FormatTime(entry.RecordedAt));
            if (value?.Details is { RequestId.Length: > 0 } details)
            {
                json.WriteString("subject", details.RequestId);
            }

            json.WriteString("datacontenttype", "application/json");
            json.WritePropertyName("data");
            ExportRecord.Write(json, logId, stored);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(octets.GetBuffer().AsSpan(0, (int)octets.Length));
    }
}
