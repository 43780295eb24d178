using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Signet.Cli.Importing;

/// <summary>An entry of a log of the reference implementation: one JSON object on one line, chained by HMAC-SHA-256.</summary>
internal sealed class ReferenceEntry : IDisposable
{
    private const string KeyIdMember = "_signing_key_id";
    private const int HmacDigits = 64;

    private static readonly string[] Texts = ["check_name", "decision", "entry_id", "owner_id", "owner_type", "reason"];
    private static readonly string[] OptionalTexts = ["request_fingerprint"];
    private static readonly string[] Decisions = ["allow", "block", "redact", "escalate"];
    private static readonly string[] OwnerTypes = ["human", "agent", "policy", "unresolved"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private readonly JsonDocument _json;

    private ReferenceEntry(JsonDocument json, DateTimeOffset time) => (_json, Time) = (json, time);

    public JsonElement Root => _json.RootElement;

    /// <summary>When it was written, by that writer's clock.</summary>
    public DateTimeOffset Time { get; }

    public string Hmac => TextOf("hmac");

    public string Previous => TextOf("prev_hmac");

    /// <summary>The key that it names; null for none.</summary>
    public string? KeyId => Root.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty(KeyIdMember, out var id) && id.GetString() is { Length: > 0 } text
        ? text
        : null;

    /// <summary>Reads a line without its line feed; null where it is no such entry.</summary>
    public static ReferenceEntry? TryRead(ReadOnlyMemory<byte> line)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(line, Strict);
        }
        catch (JsonException)
        {
            return null;
        }

        if (IsWellFormed(json.RootElement, out var time))
        {
            return new ReferenceEntry(json, time);
        }

        json.Dispose();
        return null;
    }

    public string TextOf(string name) => Root.TryGetProperty(name, out var value) ? value.GetString()! : "";

    /// <summary>True when the entry's HMAC is that of its canonical form under a key.</summary>
    public bool IsMadeWith(ReadOnlySpan<byte> secret)
    {
        var canonical = new StringBuilder();
        ReferenceForm.Append(canonical, Root, without: "hmac");
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(canonical.ToString()), mac);
        return Hmac.Length == HmacDigits && CryptographicOperations.FixedTimeEquals(mac, Convert.FromHexString(Hmac));
    }

    public void Dispose() => _json.Dispose();

    private static bool IsWellFormed(JsonElement root, out DateTimeOffset time)
    {
        time = default;
        if (root.ValueKind != JsonValueKind.Object || !Texts.All(name => IsText(root, name)) || !OptionalTexts.All(name => !root.TryGetProperty(name, out _) || IsText(root, name)) ||
            !IsHmac(root, "hmac") || !IsHmac(root, "prev_hmac") ||
            !Decisions.Contains(root.GetProperty("decision").GetString()) || !OwnerTypes.Contains(root.GetProperty("owner_type").GetString()) ||
            !root.TryGetProperty("ts_ns", out var stamp) || stamp.ValueKind != JsonValueKind.Number || !TryTime(stamp.GetRawText(), out time))
        {
            return false;
        }

        return (!root.TryGetProperty("metadata", out var metadata) ||
                (metadata.ValueKind == JsonValueKind.Object && (!metadata.TryGetProperty(KeyIdMember, out var id) || IsReadable(id)))) &&
            (!root.TryGetProperty("approval_chain", out var chain) ||
                (chain.ValueKind == JsonValueKind.Array && chain.EnumerateArray().All(IsReadable)));
    }

    private static bool IsText(JsonElement root, string name) => root.TryGetProperty(name, out var value) && IsReadable(value);

    /// <summary>A lone surrogate is a string in JSON and none in .NET.</summary>
    private static bool IsReadable(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsHmac(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) ||
        (IsReadable(value) && (value.GetString()!.Length == 0 ||
            (value.GetString()!.Length == HmacDigits && value.GetString()!.All(digit => char.IsAsciiDigit(digit) || digit is >= 'a' and <= 'f'))));

    private static bool TryTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds) || nanoseconds > 10_000_000_000_000_000_000)
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));
        return true;
    }
}
