using System.Text;
using System.Text.Json;
using Signet.Cli.Logs;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Merkle;

namespace Signet.Cli.Exports;

/// <summary>
/// The flat form of an entry, of the schema <c>docs/schemas/signet-export-v1.json</c>: the same members in the same order for every entry. An entry
/// that is no commit stands whole in <c>body</c> as well.
/// </summary>
internal static class ExportRecord
{
    /// <summary>The columns, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Fields("", new StoredEntry(0, default, new Entry(0, default, new HeartbeatBody { IntervalSeconds = 60 }))).Select(field => field.Name),
    ];

    public static string Json(string logId, StoredEntry stored)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets))
        {
            Write(json, logId, stored);
        }

        return Encoding.UTF8.GetString(octets.GetBuffer().AsSpan(0, (int)octets.Length));
    }

    public static void Write(Utf8JsonWriter json, string logId, StoredEntry stored)
    {
        json.WriteStartObject();
        foreach (var field in Fields(logId, stored))
        {
            json.WritePropertyName(field.Name);
            Write(json, field.Value);
        }

        json.WritePropertyName("body");
        if (stored.Entry.Body is CommitBody)
        {
            json.WriteNullValue();
        }
        else
        {
            using var entry = JsonDocument.Parse(stored.Octets);
            entry.RootElement.GetProperty(stored.Entry.Body.Type).WriteTo(json);
        }

        json.WriteEndObject();
    }

    public static IEnumerable<ExportField> Fields(string logId, StoredEntry stored)
    {
        var entry = stored.Entry;
        var value = (entry.Body as CommitBody)?.SignedEvent.Event;
        var details = value?.Details;
        yield return new("log_id", logId);
        yield return new("seq", entry.Seq);
        yield return new("recorded_at", LedgerText.FormatTime(entry.RecordedAt));
        yield return new("kind", entry.Body.Type);
        yield return new("leaf_sha256", MerkleTree.HashLeaf(stored.Octets.Span).ToString());
        yield return new("event_id", value?.Id.ToString("D"));
        yield return new("occurred_at", value is null ? null : LedgerText.FormatTime(value.OccurredAt));
        yield return new("producer", value?.Producer.Id);
        yield return new("producer_epoch", value?.Producer.Epoch.ToString("D"));
        yield return new("producer_seq", value?.Producer.Seq);
        yield return new("phase", value is null ? null : EventWords.Of(value.Phase));
        yield return new("stage", details is null ? null : EventWords.Of(details.Stage));
        yield return new("decision", details is null ? null : EventWords.Of(details.Decision));
        yield return new("shadow", details?.Shadow);
        yield return new("count", details is null ? null : details.Count ?? 1);
        yield return new("check", details?.Check);
        yield return new("reason", details?.Reason);
        yield return new("request_id", details?.RequestId);
        yield return new("policy_sha256", details?.PolicySha256.ToString());
        yield return new("owner_type", details?.Owner.Type);
        yield return new("owner_id", details?.Owner.Id);
        yield return new("owner_authenticated", details?.Owner.Authenticated);
        yield return new("owner_issuer", details?.Owner.Issuer);
        yield return new("method", details?.Request.Method);
        yield return new("path", details?.Request.Path);
        yield return new("surface", details?.Request.Surface);
        yield return new("model", details?.Request.Model);
        yield return new("session", details?.Request.Session);
        yield return new("classification", details?.Request.Classification);
        yield return new("clearance", details?.Request.Clearance);
        yield return new("source", details?.Request.Source);
        yield return new("request_sha256", details?.Request.Sha256.ToString());
        yield return new("request_bytes", details?.Request.Bytes);
        yield return new("status", (long?)details?.Response?.Status);
        yield return new("response_sha256", details?.Response?.Sha256.ToString());
        yield return new("response_bytes", details?.Response?.Bytes);
        yield return new("finish_reason", details?.Response?.FinishReason);
        yield return new("input_tokens", details?.Response?.InputTokens);
        yield return new("output_tokens", details?.Response?.OutputTokens);
        yield return new("tool", details?.Tool?.Name);
        yield return new("tool_tier", details?.Tool?.Tier);
        yield return new("tool_call_id", details?.Tool?.CallId);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
