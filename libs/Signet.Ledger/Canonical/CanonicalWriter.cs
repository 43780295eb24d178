using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Signet.Ledger.Canonical;

/// <summary>
/// Writes one value in the restricted RFC 8785 form of format 1, section 1. The caller writes members in ascending order of their keys;
/// lone surrogates become U+FFFD.
/// </summary>
/// <remarks>Octets are put into a run of the output's memory, of which the output learns when the run is full and when the value is whole.</remarks>
internal ref struct CanonicalWriter
{
    // The most UTF-8 octets of a UTF-16 code unit, and of one that is escaped.
    private const int MaxOctetsOfCharacter = 3;
    private const int MaxOctetsOfEscape = 6;

    private const int MaxDigits = 20;

    // Long texts are written in parts, so that none takes three times its length at once.
    private const int MaxPart = 4 * 1024;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _run;
    private int _length;
    private int _depth;
    private bool _separate;

    public CanonicalWriter(IBufferWriter<byte> output) => _output = output;

    public void BeginObject() => Open((byte)'{');

    public void EndObject() => Close((byte)'}');

    public void BeginArray() => Open((byte)'[');

    public void EndArray() => Close((byte)']');

    public void Key(scoped ReadOnlySpan<byte> key)
    {
        var span = Reserve(key.Length + 3);
        key.CopyTo(span[1..]);
        EndKey(span, key.Length);
    }

    /// <summary>A key that is known by its text, which is ASCII.</summary>
    public void Key(string key)
    {
        var span = Reserve(key.Length + 3);
        Encoding.ASCII.GetBytes(key, span[1..]);
        EndKey(span, key.Length);
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

    /// <summary>A string of octets that need no escape.</summary>
    public void Word(ReadOnlySpan<byte> key, ReadOnlySpan<byte> word)
    {
        Key(key);
        var span = Reserve(word.Length + 2);
        word.CopyTo(span[1..]);
        EndString(span, word.Length);
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

    public void Boolean(bool value) => Verbatim(value ? "true"u8 : "false"u8);

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
        var span = Reserve((2 * octets.Length) + 2);
        Convert.TryToHexStringLower(octets, span[1..], out var written);
        EndString(span, written);
    }

    public void Base64(ReadOnlySpan<byte> key, ReadOnlySpan<byte> octets)
    {
        Key(key);
        Base64(octets);
    }

    public void Base64(ReadOnlySpan<byte> octets)
    {
        var span = Reserve(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(octets.Length) + 2);
        System.Buffers.Text.Base64.EncodeToUtf8(octets, span[1..], out _, out var written);
        EndString(span, written);
    }

    public void Time(scoped ReadOnlySpan<byte> key, DateTimeOffset value)
    {
        Key(key);
        var span = Reserve(LedgerText.TimeLength + 2);
        LedgerText.FormatTime(value, span.Slice(1, LedgerText.TimeLength));
        EndString(span, LedgerText.TimeLength);
    }

    public void Uuid(scoped ReadOnlySpan<byte> key, Guid value)
    {
        Key(key);
        var span = Reserve(LedgerText.UuidLength + 2);
        Utf8Formatter.TryFormat(value, span[1..], out var written, 'D');
        EndString(span, written);
    }

    public void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(MaxDigits), out var written);
        EndValue(written);
    }

    public void String(string value)
    {
        var rest = value.AsSpan();
        if (rest.Length <= MaxPart && !rest.ContainsAny(CanonicalForm.MustEscape))
        {
            var span = Reserve((MaxOctetsOfCharacter * rest.Length) + 2);
            EndString(span, Encoding.UTF8.GetBytes(rest, span[1..]));
            return;
        }

        Reserve(1)[0] = (byte)'"';
        _length++;
        while (!rest.IsEmpty)
        {
            rest = rest[(CanonicalForm.MustEscape.Contains(rest[0]) ? Escape(rest[0]) : Part(rest))..];
        }

        Reserve(1)[0] = (byte)'"';
        EndValue(1);
    }

    /// <summary>Puts octets that are canonical already.</summary>
    public void Verbatim(ReadOnlySpan<byte> canonical)
    {
        canonical.CopyTo(Reserve(canonical.Length));
        EndValue(canonical.Length);
    }

    /// <summary>Writes what stands before the next escape, or as much of it as a part may hold.</summary>
    private int Part(ReadOnlySpan<char> text)
    {
        var plain = text.IndexOfAny(CanonicalForm.MustEscape);
        var length = plain < 0 ? text.Length : plain;
        if (length > MaxPart)
        {
            // The halves of a surrogate pair stay together.
            length = char.IsHighSurrogate(text[MaxPart - 1]) ? MaxPart - 1 : MaxPart;
        }

        var written = Encoding.UTF8.GetBytes(text[..length], Reserve(MaxOctetsOfCharacter * length));
        _length += written;
        return length;
    }

    private int Escape(char c)
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
        var span = Reserve(MaxOctetsOfEscape);
        if (shortForm != 0)
        {
            (span[0], span[1]) = ((byte)'\\', shortForm);
            _length += 2;
            return 1;
        }

        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        "\\u00"u8.CopyTo(span);
        (span[4], span[5]) = (digits[c >> 4], digits[c & 15]);
        _length += MaxOctetsOfEscape;
        return 1;
    }

    private void Open(byte bracket)
    {
        Reserve(1)[0] = bracket;
        _length++;
        _depth++;
        _separate = false;
    }

    private void Close(byte bracket)
    {
        _separate = false;
        Reserve(1)[0] = bracket;
        _depth--;
        EndValue(1);
    }

    private void EndKey(Span<byte> span, int length)
    {
        (span[0], span[length + 1], span[length + 2]) = ((byte)'"', (byte)'"', (byte)':');
        _length += length + 3;
        _separate = false;
    }

    private void EndString(Span<byte> span, int length)
    {
        (span[0], span[length + 1]) = ((byte)'"', (byte)'"');
        EndValue(length + 2);
    }

    private void EndValue(int length)
    {
        _length += length;
        _separate = true;
        if (_depth == 0)
        {
            Advance();
        }
    }

    /// <summary>Room for so many octets, behind the comma that may be due.</summary>
    private Span<byte> Reserve(int octets)
    {
        if (_run.Length - _length <= octets)
        {
            Advance();
            _run = _output.GetSpan(octets + 1);
        }

        if (_separate)
        {
            _run[_length++] = (byte)',';
            _separate = false;
        }

        return _run[_length..];
    }

    private void Advance()
    {
        _output.Advance(_length);
        _run = default;
        _length = 0;
    }
}
