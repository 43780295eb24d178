using System.Text.Json;

namespace Signet.Ledger.Canonical;

/// <summary>
/// Reads the members of one object that is known to be canonical, strictly: what is missing, of the wrong type, out of range or
/// unknown makes the whole object malformed. The first fault sticks; after it every read yields a default.
/// </summary>
internal sealed class MemberReader
{
    private readonly JsonElement _object;
    private readonly MemberReader? _parent;
    private int _read;

    public MemberReader(JsonElement value, MemberReader? parent = null)
    {
        _parent = parent;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fail();
        }

        _object = value;
    }

    public bool Failed { get; private set; }

    public void Fail()
    {
        Failed = true;
        _parent?.Fail();
    }

    /// <summary>The object has ended: any member that wasn't read is unknown.</summary>
    public void End()
    {
        if (!Failed && _object.EnumerateObject().Count() != _read)
        {
            Fail();
        }
    }

    public bool Has(string name) => !Failed && _object.TryGetProperty(name, out _);

    public JsonElement Any(string name, JsonValueKind kind)
    {
        if (Failed || !_object.TryGetProperty(name, out var value) || value.ValueKind != kind)
        {
            Fail();
            return default;
        }

        _read++;
        return value;
    }

    public MemberReader Object(string name) => new(Any(name, JsonValueKind.Object), this);

    public T? OptionalObject<T>(string name, Func<MemberReader, T> read)
        where T : class
    {
        return Has(name) ? read(Object(name)) : null;
    }

    public string String(string name, int maxLength = int.MaxValue)
    {
        var value = Any(name, JsonValueKind.String);
        var text = Failed ? "" : value.GetString()!;
        if (text.Length > maxLength)
        {
            Fail();
        }

        return text;
    }

    public string? OptionalString(string name, int maxLength = int.MaxValue) => Has(name) ? String(name, maxLength) : null;

    public string Identifier(string name)
    {
        var text = String(name, LedgerText.MaxIdentifierLength);
        if (!LedgerText.IsIdentifier(text))
        {
            Fail();
        }

        return text;
    }

    public string? OptionalIdentifier(string name) => Has(name) ? Identifier(name) : null;

    public long Integer(string name, long min = 0, long max = CanonicalForm.MaxInteger)
    {
        var value = Any(name, JsonValueKind.Number);
        if (Failed || !value.TryGetInt64(out var number) || number < min || number > max)
        {
            Fail();
            return min;
        }

        return number;
    }

    public long? OptionalInteger(string name, long min = 0, long max = CanonicalForm.MaxInteger) => Has(name) ? Integer(name, min, max) : null;

    public bool Boolean(string name)
    {
        if (Failed || !_object.TryGetProperty(name, out var value) || value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fail();
            return false;
        }

        _read++;
        return value.GetBoolean();
    }

    public Digest Digest(string name)
    {
        if (!Ledger.Digest.TryParse(String(name), out var digest))
        {
            Fail();
        }

        return digest;
    }

    public Digest? OptionalDigest(string name) => Has(name) ? Digest(name) : null;

    public DateTimeOffset Time(string name)
    {
        if (!LedgerText.TryParseTime(String(name), out var time))
        {
            Fail();
        }

        return time;
    }

    public Guid Uuid7(string name)
    {
        if (!LedgerText.TryParseUuid7(String(name), out var id))
        {
            Fail();
        }

        return id;
    }

    public T OneOf<T>(string name, Func<string, T?> parse)
        where T : struct
    {
        var parsed = parse(String(name));
        if (parsed is null)
        {
            Fail();
        }

        return parsed.GetValueOrDefault();
    }

    public ReadOnlyMemory<byte> Hex(string name, int minOctets, int maxOctets)
    {
        var text = String(name);
        if (text.Length % 2 != 0 || text.Length < 2 * minOctets || text.Length > 2 * maxOctets || !LedgerText.IsLowerHex(text, text.Length))
        {
            Fail();
            return default;
        }

        return Convert.FromHexString(text);
    }

    public ReadOnlyMemory<byte> Base64(string name, int maxOctets)
    {
        return DecodeBase64(Any(name, JsonValueKind.String), maxOctets);
    }

    public ReadOnlyMemory<byte>? OptionalBase64(string name, int maxOctets) =>
        Has(name) ? Base64(name, maxOctets) : default(ReadOnlyMemory<byte>?);

    public IReadOnlyList<ReadOnlyMemory<byte>> Base64List(string name, int maxItems, int maxOctets) =>
        List(name, maxItems, element => DecodeBase64(element, maxOctets));

    public IReadOnlyList<string> StringList(string name, int maxItems, int maxLength) => List(name, maxItems, element =>
    {
        if (element.ValueKind != JsonValueKind.String || element.GetString() is not { } text || text.Length > maxLength)
        {
            Fail();
            return "";
        }

        return text;
    });

    public IReadOnlyList<T> ObjectList<T>(string name, int maxItems, Func<MemberReader, T> read) =>
        List(name, maxItems, element => read(new MemberReader(element, this)));

    public IReadOnlyList<T> List<T>(string name, int maxItems, Func<JsonElement, T> read)
    {
        var array = Any(name, JsonValueKind.Array);
        if (Failed || array.GetArrayLength() > maxItems)
        {
            Fail();
            return [];
        }

        var items = new List<T>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            items.Add(read(element));
            if (Failed)
            {
                return [];
            }
        }

        return items;
    }

    private ReadOnlyMemory<byte> DecodeBase64(JsonElement element, int maxOctets)
    {
        // TryGetBytesFromBase64 accepts only padded standard base64; the re-encoding refuses stray bits in the last character.
        if (Failed || element.ValueKind != JsonValueKind.String || !element.TryGetBytesFromBase64(out var octets) ||
            octets.Length > maxOctets || Convert.ToBase64String(octets) != element.GetString())
        {
            Fail();
            return default;
        }

        return octets;
    }
}
