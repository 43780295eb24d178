using System.Buffers;
using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// What becomes of a text whose escapes are undone: stretches of it, and between them characters and octets that escapes stood for. Octets
/// that follow each other are read as one. Keeps its memory between texts; not safe for concurrent use.
/// </summary>
internal sealed class EscapedText
{
    /// <summary>What one long text took isn't kept for all that follow.</summary>
    private const int MaxKept = 256 << 10;

    private ArrayBufferWriter<char> _text = new();
    private ArrayBufferWriter<byte> _octets = new();
    private readonly ArrayBufferWriter<char> _read = new();
    private byte? _octet;

    /// <summary>All of it.</summary>
    internal ReadOnlySpan<char> Text
    {
        get
        {
            Flush();
            return _text.WrittenSpan;
        }
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        Restart();
        _read.Clear();
        _octet = null;
    }

    /// <summary>Begins another text, of which what the last escape stands for may be the first.</summary>
    internal void Restart()
    {
        _text = Emptied(_text);
        _octets = Emptied(_octets);
    }

    /// <summary>Takes characters that an escape stands for; they are part of it with <see cref="AppendRead"/>.</summary>
    internal void Read(ReadOnlySpan<char> characters) => _read.Write(characters);

    /// <summary>Takes an octet that an escape stands for.</summary>
    internal void Read(byte octet) => _octet = octet;

    /// <summary>Takes a stretch of the text.</summary>
    internal void Append(ReadOnlySpan<char> stretch)
    {
        if (!stretch.IsEmpty)
        {
            Flush();
            _text.Write(stretch);
        }
    }

    /// <summary>Takes what the last escape stands for.</summary>
    internal void AppendRead()
    {
        if (_octet is { } octet)
        {
            _octets.Write([octet]);
            _octet = null;
        }
        else if (_read.WrittenCount > 0)
        {
            Flush();
            _text.Write(_read.WrittenSpan);
            _read.ResetWrittenCount();
        }
    }

    private static ArrayBufferWriter<T> Emptied<T>(ArrayBufferWriter<T> writer)
    {
        if (writer.Capacity > MaxKept)
        {
            return new();
        }

        writer.Clear();
        return writer;
    }

    private void Flush()
    {
        ReadOnlySpan<byte> octets = _octets.WrittenSpan;
        if (octets.IsEmpty)
        {
            return;
        }

        if (octets.ContainsAnyExceptInRange((byte)1, (byte)0x7F))
        {
            _text.Write(OctetText.Read(octets));
        }
        else
        {
            Encoding.ASCII.GetChars(octets, _text.GetSpan(octets.Length));
            _text.Advance(octets.Length);
        }

        _octets.ResetWrittenCount();
    }
}
