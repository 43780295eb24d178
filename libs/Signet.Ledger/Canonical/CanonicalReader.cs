using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Signet.Ledger.Canonical;

/// <summary>
/// Reads canonical octets forwards, one pass for form and content: since keys ascend, a reader that asks for its members in that order
/// finds each where it looks, and whatever else stands there is a fault. What is missing, unknown, of the wrong type, out of range or
/// not in canonical form fails the whole; the first fault sticks and every later read yields a default.
/// </summary>
/// <remarks>With <see cref="Keeps"/> false everything is checked just the same, and no text, list or object is made of it.</remarks>
internal ref struct CanonicalReader
{
    private static readonly SearchValues<byte> IdentifierOctets = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-"u8);

    private readonly ReadOnlySpan<byte> _text;
    private bool _separate;

    public CanonicalReader(ReadOnlySpan<byte> text, bool keeps)
    {
        _text = text;
        Keeps = keeps;
        if (!Utf8.IsValid(text))
        {
            Fail();
        }
    }

    /// <summary>True when the values read are wanted; false when only their form is.</summary>
    public bool Keeps { get; set; }

    public bool Failed { get; private set; }

    /// <summary>Where the next octet stands.</summary>
    public int Position { get; private set; }

    public void Fail()
    {
        Failed = true;
        Position = _text.Length;
    }

    /// <summary>Nothing may follow.</summary>
    /// <returns>True when all that was read was as it should be.</returns>
    public bool End()
    {
        if (Position != _text.Length)
        {
            Fail();
        }

        return !Failed;
    }

    public void BeginObject() => Open((byte)'{');

    public void EndObject() => Close((byte)'}');

    public void BeginArray() => Open((byte)'[');

    /// <summary>Goes to the next item of an array; false behind the last, when the array is closed.</summary>
    public bool NextItem()
    {
        if (Peek() == (byte)']')
        {
            Close((byte)']');
            return false;
        }

        if (_separate)
        {
            Take((byte)',');
        }

        return !Failed;
    }

    /// <summary>Goes to the value of the next member, whose key must be this.</summary>
    public void Key(ReadOnlySpan<byte> key)
    {
        if (!TryKey(key))
        {
            Fail();
        }
    }

    /// <summary>Goes to the value of the next member, if its key is this.</summary>
    public bool TryKey(ReadOnlySpan<byte> key)
    {
        var rest = _text[Position..];
        if (_separate)
        {
            if (rest.IsEmpty || rest[0] != (byte)',')
            {
                return false;
            }

            rest = rest[1..];
        }

        var length = key.Length;
        if (rest.Length < length + 3 || rest[0] != (byte)'"' || rest[length + 1] != (byte)'"' || rest[length + 2] != (byte)':' ||
            !rest.Slice(1, length).SequenceEqual(key))
        {
            return false;
        }

        Position += length + (_separate ? 4 : 3);
        _separate = false;
        return true;
    }

    /// <summary>The key of the next member; empty where none stands.</summary>
    public readonly ReadOnlySpan<byte> NextKey()
    {
        var rest = _text[Position..];
        if (_separate)
        {
            if (rest.IsEmpty || rest[0] != (byte)',')
            {
                return [];
            }

            rest = rest[1..];
        }

        if (rest.Length < 4 || rest[0] != (byte)'"')
        {
            return [];
        }

        rest = rest[1..];
        var length = rest.IndexOf((byte)'"');
        return length < 1 || length + 1 >= rest.Length || rest[length + 1] != (byte)':' ? [] : rest[..length];
    }

    public string String(int maxLength = int.MaxValue)
    {
        var raw = RawString(out var escaped);
        if (escaped)
        {
            return Unescape(raw, maxLength);
        }

        // Characters are UTF-16 code units, of which there are never more than octets.
        if (raw.Length > maxLength && Encoding.UTF8.GetCharCount(raw) > maxLength)
        {
            Fail();
        }

        return Keeps && !Failed ? Encoding.UTF8.GetString(raw) : "";
    }

    public string? OptionalString(ReadOnlySpan<byte> key, int maxLength = int.MaxValue) => TryKey(key) ? String(maxLength) : null;

    public IReadOnlyList<string> Strings(int maxItems, int maxLength, int minItems = 0)
    {
        var items = Keeps ? new List<string>() : null;
        var count = 0;
        BeginArray();
        while (NextItem())
        {
            if (++count > maxItems)
            {
                Fail();
            }

            var item = String(maxLength);
            items?.Add(item);
        }

        if (count < minItems)
        {
            Fail();
        }

        return items ?? (IReadOnlyList<string>)[];
    }

    /// <summary>An identifier. Kept always: those that come again and again cost nothing.</summary>
    public string Identifier()
    {
        var raw = RawString(out _);
        if (raw.Length is 0 or > LedgerText.MaxIdentifierLength || raw[0] is (byte)'.' or (byte)'-' || raw.ContainsAnyExcept(IdentifierOctets))
        {
            Fail();
            return "";
        }

        return IdentifierPool.Get(raw);
    }

    public string? OptionalIdentifier(ReadOnlySpan<byte> key) => TryKey(key) ? Identifier() : null;

    public long Integer(long min = 0, long max = CanonicalForm.MaxInteger)
    {
        var position = Position;
        if (position >= _text.Length || !CanonicalForm.TryScanInteger(_text, ref position, out var value) || value < min || value > max)
        {
            Fail();
            return min;
        }

        (Position, _separate) = (position, true);
        return value;
    }

    public long? OptionalInteger(ReadOnlySpan<byte> key, long min = 0) => TryKey(key) ? Integer(min) : null;

    public bool Boolean()
    {
        var value = _text[Position..].StartsWith("true"u8);
        if (!value && !_text[Position..].StartsWith("false"u8))
        {
            Fail();
            return false;
        }

        Position += value ? 4 : 5;
        _separate = true;
        return value;
    }

    /// <summary>A digest; all zeros where it is only checked.</summary>
    public Digest Digest()
    {
        var digest = default(Digest);
        var hex = RawString(2 * Ledger.Digest.Size);
        if (Keeps ? !Ledger.Digest.TryParse(hex, out digest) : hex.IsEmpty || hex.ContainsAnyExcept(LedgerText.LowerHexOctets))
        {
            Fail();
        }

        return digest;
    }

    public Digest? OptionalDigest(ReadOnlySpan<byte> key) => TryKey(key) ? Digest() : null;

    public DateTimeOffset Time()
    {
        if (!LedgerText.TryParseTime(RawString(LedgerText.TimeLength), out var time))
        {
            Fail();
        }

        return time;
    }

    public Guid Uuid7()
    {
        if (!LedgerText.TryParseUuid7(RawString(LedgerText.UuidLength), out var id))
        {
            Fail();
        }

        return id;
    }

    public T Word<T>(WordSet<T> words)
        where T : struct, Enum
    {
        if (!words.TryFind(RawString(out _), out var value))
        {
            Fail();
        }

        return value;
    }

    /// <summary>One of two words, as a Boolean that is true for the second.</summary>
    public bool Either(ReadOnlySpan<byte> no, ReadOnlySpan<byte> yes)
    {
        var word = RawString(out _);
        var chosen = word.SequenceEqual(yes);
        if (!chosen && !word.SequenceEqual(no))
        {
            Fail();
        }

        return chosen;
    }

    /// <summary>The octets of a string, escapes and all.</summary>
    public ReadOnlySpan<byte> Word() => RawString(out _);

    /// <summary>This word and no other.</summary>
    public void Exactly(ReadOnlySpan<byte> word)
    {
        if (!RawString(out _).SequenceEqual(word))
        {
            Fail();
        }
    }

    public ReadOnlyMemory<byte> Hex(int minOctets, int maxOctets)
    {
        var raw = RawString(out _);
        if (raw.Length % 2 != 0 || raw.Length < 2 * minOctets || raw.Length > 2 * maxOctets || raw.ContainsAnyExcept(LedgerText.LowerHexOctets))
        {
            Fail();
            return default;
        }

        var octets = new byte[raw.Length / 2];
        Convert.FromHexString(raw, octets, out _, out _);
        return octets;
    }

    public ReadOnlyMemory<byte> Base64(int minOctets, int maxOctets)
    {
        var raw = Base64Raw(minOctets, maxOctets);
        if (!Keeps || Failed)
        {
            return default;
        }

        var octets = new byte[DecodedLength(raw)];
        System.Buffers.Text.Base64.DecodeFromUtf8(raw, octets, out _, out _);
        return octets;
    }

    /// <summary>Padded standard base64 in its one form, still encoded.</summary>
    public ReadOnlySpan<byte> Base64Raw(int minOctets, int maxOctets)
    {
        var raw = RawString(out _);
        var length = DecodedLength(raw);
        if (Failed || length < minOctets || length > maxOctets || !IsBase64(raw))
        {
            Fail();
            return [];
        }

        return raw;
    }

    /// <summary>The octets between the quotes of a string, as they stand.</summary>
    private ReadOnlySpan<byte> RawString(out bool escaped)
    {
        var position = Position;
        escaped = false;
        if (Peek() != (byte)'"' || !CanonicalForm.TryScanString(_text, ref position, out escaped))
        {
            Fail();
            return [];
        }

        var raw = _text[(Position + 1)..(position - 1)];
        (Position, _separate) = (position, true);
        return raw;
    }

    /// <summary>So many octets between quotes; empty where the string has another length. Any octets: the caller knows which may stand there.</summary>
    private ReadOnlySpan<byte> RawString(int length)
    {
        var end = Position + length + 1;
        if (end >= _text.Length || _text[Position] != (byte)'"' || _text[end] != (byte)'"')
        {
            Fail();
            return [];
        }

        var raw = _text[(Position + 1)..end];
        (Position, _separate) = (end + 1, true);
        return raw;
    }

    private static int DecodedLength(ReadOnlySpan<byte> raw) =>
        raw.Length % 4 != 0 ? -1 : (raw.Length / 4 * 3) - (raw.EndsWith("=="u8) ? 2 : raw.EndsWith("="u8) ? 1 : 0);

    /// <summary>Says whether octets of the right length are base64 without white space and without stray bits before the padding.</summary>
    private static bool IsBase64(ReadOnlySpan<byte> raw)
    {
        // The runtime's check allows for white space, which shows in the length.
        if (!System.Buffers.Text.Base64.IsValid(raw, out var length) || length != DecodedLength(raw))
        {
            return false;
        }

        var padding = raw.EndsWith("=="u8) ? 2 : raw.EndsWith("="u8) ? 1 : 0;
        if (padding == 0)
        {
            return true;
        }

        Span<byte> group = stackalloc byte[3];
        Span<byte> again = stackalloc byte[4];
        System.Buffers.Text.Base64.DecodeFromUtf8(raw[^4..], group, out _, out var octets);
        System.Buffers.Text.Base64.EncodeToUtf8(group[..octets], again, out _, out _);
        return again.SequenceEqual(raw[^4..]);
    }

    private string Unescape(ReadOnlySpan<byte> raw, int maxLength)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != (byte)'\\')
            {
                buffer[length++] = raw[i];
                continue;
            }

            i++;
            buffer[length++] = raw[i] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'t' => (byte)'\t',
                (byte)'n' => (byte)'\n',
                (byte)'f' => (byte)'\f',
                (byte)'r' => (byte)'\r',
                (byte)'u' => (byte)(((raw[i + 3] - '0') << 4) | (raw[i + 4] <= '9' ? raw[i + 4] - '0' : raw[i + 4] - 'a' + 10)),
                var plain => plain,
            };
            i += raw[i] == (byte)'u' ? 4 : 0;
        }

        var plainText = buffer.AsSpan(0, length);
        if (length > maxLength && Encoding.UTF8.GetCharCount(plainText) > maxLength)
        {
            Fail();
        }

        var text = Keeps && !Failed ? Encoding.UTF8.GetString(plainText) : "";
        ArrayPool<byte>.Shared.Return(buffer);
        return text;
    }

    private readonly byte Peek() => Position < _text.Length ? _text[Position] : (byte)0;

    private void Open(byte bracket)
    {
        Take(bracket);
        _separate = false;
    }

    private void Close(byte bracket)
    {
        Take(bracket);
        _separate = true;
    }

    private void Take(byte octet)
    {
        if (Peek() != octet || Failed)
        {
            Fail();
            return;
        }

        Position++;
    }
}
