using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Ledger;

namespace Signet.Messaging;

/// <summary>A producer's request to be enrolled, as one JSON object: <c>producer</c>, <c>key_id</c>, <c>public_key</c> in base64.</summary>
public static class EnrolmentFormat
{
    /// <summary>The path below the auditor's address.</summary>
    public const string Path = "producers";

    /// <summary>The media type of a request.</summary>
    public const string MediaType = "application/json";

    /// <summary>The most octets of a request.</summary>
    public const int MaxOctets = 2_048;

    private const int PublicKeyOctets = 32;

    /// <summary>Writes a request. What authorises it travels beside it, never in it.</summary>
    public static byte[] Write(ProducerEnrolment enrolment)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["producer"] = enrolment.ProducerId,
            ["key_id"] = enrolment.KeyId,
            ["public_key"] = Convert.ToBase64String(enrolment.PublicKey.Span),
        });
    }

    /// <summary>Reads a request; false for anything but exactly the three members in their forms.</summary>
    /// <param name="json">Any octets.</param>
    /// <param name="evidence">How the auditor has found the request to be authorised, as the log will say.</param>
    /// <param name="enrolment">The request.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, string evidence, out ProducerEnrolment? enrolment)
    {
        enrolment = null;
        if (json.Length > MaxOctets)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            if (JsonNode.Parse(ref reader) is not JsonObject { Count: 3 } body || reader.BytesConsumed != json.Length ||
                Text(body, "producer") is not { } producer || Text(body, "key_id") is not { } keyId || Text(body, "public_key") is not { } base64)
            {
                return false;
            }

            var publicKey = new byte[PublicKeyOctets + 2];
            if (!LedgerText.IsIdentifier(producer) || !LedgerText.IsIdentifier(keyId) ||
                !Convert.TryFromBase64String(base64, publicKey, out var length) || length != PublicKeyOctets)
            {
                return false;
            }

            enrolment = new ProducerEnrolment(producer, keyId, publicKey.AsMemory(0, length), evidence);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // A name twice shows only when the object is looked into, as an ArgumentException.
            return false;
        }
    }

    private static string? Text(JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
