using System.Text.Json;

namespace Signet.Auditor.Intake;

/// <summary>Reads what a sidecar puts around an event. Nothing of it is believed: it only says where the octets are.</summary>
internal static class CloudEvents
{
    /// <summary>The name of an entry within its delivery; null when there is none. Reads as much as is there.</summary>
    public static string? ReadEntryId(ReadOnlySpan<byte> entry)
    {
        try
        {
            var reader = new Utf8JsonReader(entry, isFinalBlock: false, default);
            return Find(ref reader, "entryId"u8) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The CloudEvent in an entry; where there is none, the entry.</summary>
    public static ReadOnlyMemory<byte> ReadEvent(ReadOnlyMemory<byte> entry)
    {
        try
        {
            var reader = new Utf8JsonReader(entry.Span);
            if (Find(ref reader, "event"u8))
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return entry[start..(int)reader.BytesConsumed];
            }
        }
        catch (JsonException)
        {
            // No JSON, so no event either.
        }

        return entry;
    }

    /// <summary>The octets that a CloudEvent carries; where it carries none, the CloudEvent, which can't be an event and is told by its digest.</summary>
    public static ReadOnlyMemory<byte> ReadData(ReadOnlyMemory<byte> cloudEvent)
    {
        try
        {
            var reader = new Utf8JsonReader(cloudEvent.Span);
            return Find(ref reader, "data_base64"u8) && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var octets)
                ? octets
                : cloudEvent;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return cloudEvent;
        }
    }

    /// <summary>Goes to the value of a member of the object; false when it isn't there, or not yet.</summary>
    private static bool Find(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            if (!reader.Read())
            {
                return false;
            }

            if (found)
            {
                return true;
            }

            if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }
}
