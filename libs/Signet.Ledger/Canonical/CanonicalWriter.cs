using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Signet.Ledger.Canonical;

/// <summary>
/// Writes the restricted RFC 8785 form of format 1, section 1. The caller writes members in ascending order of their keys; lone
/// surrogates become U+FFFD.
/// </summary>
internal ref struct CanonicalWriter
{
    private readonly IBufferWriter<byte> _output;
    private bool _separate;

    public CanonicalWriter(IBufferWriter<byte> output) => _output = output;

    public void BeginObject() => Open((byte)'{');

    public void EndObject() => Close((byte)'}');

    public void BeginArray() => Open((byte)'[');

    public void EndArray() => Close((byte)']');

    public void Key(scoped ReadOnlySpan<byte> key)
    {
        Separate();
        var span = _output.GetSpan(key.Length + 3);
        span[0] = (byte)'"';
        key.CopyTo(span[1..]);
        span[key.Length + 1] = (byte)'"';
        span[key.Length + 2] = (byte)':';
        _output.Advance(key.Length + 3);
        _separate = false;
    }

    /// <summary>A key that is known by its text, which is ASCII.</summary>
    public void Key(string key)
    {
        Separate();
        var span = _output.GetSpan(key.Length + 3);
        span[0] = (byte)'"';
        Encoding.ASCII.GetBytes(key, span[1..]);
        span[key.Length + 1] = (byte)'"';
        span[key.Length + 2] = (byte)':';
        _output.Advance(key.Length + 3);
        _separate = false;
    }

    public void String(ReadOnlySpan<byte> key, string value)
    {
        Key(key);
        String(value);
    }

    public void OptionalString(ReadOnlySpan<byte> key, string? value)
    {
        if (value is not null)
        {
            String(key, value);
        }
    }

    public void Integer(ReadOnlySpan<byte> key, long value)
    {
        Key(key);
        Integer(value);
    }

    public void OptionalInteger(ReadOnlySpan<byte> key, long? value)
    {
        if (value is { } present)
        {
            Integer(key, present);
        }
    }

    public void Boolean(ReadOnlySpan<byte> key, bool value)
    {
        Key(key);
        Boolean(value);
    }

    public void Boolean(bool value)
    {
        Separate();
        Raw(value ? "true"u8 : "false"u8);
    }

    public void Digest(scoped ReadOnlySpan<byte> key, Digest value)
    {
        Key(key);
        Digest(value);
    }

    public void Digest(Digest value)
    {
        Span<byte> octets = stackalloc byte[Ledger.Digest.Size];
        value.CopyTo(octets);
        Hex(octets);
    }

    public void Hex(scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> octets)
    {
        Key(key);
        Hex(octets);
    }

    private void Hex(scoped ReadOnlySpan<byte> octets)
    {
        Separate();
        var span = _output.GetSpan((2 * octets.Length) + 2);
        span[0] = (byte)'"';
        Convert.TryToHexStringLower(octets, span[1..], out var written);
        span[written + 1] = (byte)'"';
        _output.Advance(written + 2);
        _separate = true;
    }

    public void Base64(ReadOnlySpan<byte> key, ReadOnlySpan<byte> octets)
    {
        Key(key);
        Base64(octets);
    }

    public void Base64(ReadOnlySpan<byte> octets)
    {
        Separate();
        var length = System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(octets.Length);
        var span = _output.GetSpan(length + 2);
        span[0] = (byte)'"';
        System.Buffers.Text.Base64.EncodeToUtf8(octets, span[1..], out _, out var written);
        span[written + 1] = (byte)'"';
        _output.Advance(written + 2);
        _separate = true;
    }

    public void Time(scoped ReadOnlySpan<byte> key, DateTimeOffset value)
    {
        Key(key);
        var span = _output.GetSpan(LedgerText.TimeLength + 2);
        span[0] = (byte)'"';
        LedgerText.FormatTime(value, span.Slice(1, LedgerText.TimeLength));
        span[LedgerText.TimeLength + 1] = (byte)'"';
        _output.Advance(LedgerText.TimeLength + 2);
        _separate = true;
    }

    public void Uuid(scoped ReadOnlySpan<byte> key, Guid value)
    {
        Key(key);
        var span = _output.GetSpan(38);
        span[0] = (byte)'"';
        Utf8Formatter.TryFormat(value, span[1..], out var written, 'D');
        span[written + 1] = (byte)'"';
        _output.Advance(written + 2);
        _separate = true;
    }

    public void Integer(long value)
    {
        Separate();
        var span = _output.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        _output.Advance(written);
        _separate = true;
    }

    public void String(string value)
    {
        Separate();
        Append((byte)'"');
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAny(CanonicalForm.MustEscape);
            if (plain < 0)
            {
                plain = rest.Length;
            }

            if (plain > 0)
            {
                Encoding.UTF8.GetBytes(rest[..plain], _output);
                rest = rest[plain..];
            }

            if (!rest.IsEmpty)
            {
                Escape(rest[0]);
                rest = rest[1..];
            }
        }

        Append((byte)'"');
        _separate = true;
    }

    /// <summary>Puts octets that are canonical already.</summary>
    public void Verbatim(ReadOnlySpan<byte> canonical)
    {
        Separate();
        Raw(canonical);
    }

    private void Escape(char c)
    {
        var shortForm = c switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\b' => (byte)'b',
            '\t' => (byte)'t',
            '\n' => (byte)'n',
            '\f' => (byte)'f',
            '\r' => (byte)'r',
            _ => (byte)0,
        };
        if (shortForm != 0)
        {
            ReadOnlySpan<byte> escaped = [(byte)'\\', shortForm];
            _output.Write(escaped);
            return;
        }

        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        ReadOnlySpan<byte> unicode = [(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[c >> 4], digits[c & 15]];
        _output.Write(unicode);
    }

    private void Open(byte bracket)
    {
        Separate();
        Append(bracket);
        _separate = false;
    }

    private void Close(byte bracket)
    {
        Append(bracket);
        _separate = true;
    }

    private void Raw(ReadOnlySpan<byte> octets)
    {
        _output.Write(octets);
        _separate = true;
    }

    private readonly void Separate()
    {
        if (_separate)
        {
            Append((byte)',');
        }
    }

    private readonly void Append(byte octet)
    {
        _output.GetSpan(1)[0] = octet;
        _output.Advance(1);
    }
}
