using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Signet.Load.Client;

/// <summary>
/// The octets of one HTTP/1.1 answer as they arrive, read no further than it takes to know where it ends and when its first event
/// came. It knows the answers of this harness, not HTTP.
/// </summary>
internal sealed class AnswerBuffer
{
    private const int Capacity = 128 << 10;

    private readonly byte[] _octets = new byte[Capacity];
    private int _count;
    private int _body;
    private int _next;
    private bool _chunked;

    public bool HasFirstEvent { get; private set; }

    public ReadOnlySpan<byte> Received => _octets.AsSpan(0, _count);

    public ReadOnlySpan<byte> Body => _octets.AsSpan(_body, _count - _body);

    /// <summary>True when the body has these octets, also where the end of a chunk stands between them.</summary>
    public bool Contains(ReadOnlySpan<byte> octets) => Body.IndexOf(octets) >= 0 || WithoutChunks(Body).AsSpan().IndexOf(octets) >= 0;

    public void Clear() => (_count, _body, _next, _chunked, HasFirstEvent) = (0, 0, 0, false, false);

    /// <summary>Takes what has arrived; true once the answer is complete.</summary>
    public async ValueTask<bool> ReceiveAsync(Socket socket)
    {
        var read = await socket.ReceiveAsync(_octets.AsMemory(_count));
        if (read == 0)
        {
            throw new InvalidDataException("A connection was closed in the middle of an answer, or an answer is too large.");
        }

        _count += read;
        if (_body == 0 && !TryReadHead())
        {
            return false;
        }

        HasFirstEvent = HasFirstEvent || Body.IndexOf("data:"u8) >= 0;
        return _chunked ? SkipChunks() : _count >= _next;
    }

    private bool TryReadHead()
    {
        var end = Received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = Received[..(end + 2)];
        if (!head.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidDataException("An answer is not 200: " + Encoding.ASCII.GetString(Received));
        }

        _body = _next = end + 4;
        var length = IndexOfField(head, "content-length:"u8);
        _chunked = length < 0;
        if (!_chunked && Utf8Parser.TryParse(head[length..].TrimStart((byte)' '), out int octets, out _))
        {
            _next += octets;
        }

        return true;
    }

    private static int IndexOfField(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        for (var at = head.IndexOf((byte)'\n') + 1; at > 0 && at < head.Length;)
        {
            if (head.Length - at >= name.Length && Ascii.EqualsIgnoreCase(head.Slice(at, name.Length), name))
            {
                return at + name.Length;
            }

            var line = head[at..].IndexOf((byte)'\n');
            at = line < 0 ? head.Length : at + line + 1;
        }

        return -1;
    }

    /// <summary>Moves on to the last chunk that has begun; true once the empty one is there.</summary>
    private bool SkipChunks()
    {
        while (_next < _count)
        {
            var line = _octets.AsSpan(_next, _count - _next);
            var end = line.IndexOf("\r\n"u8);
            if (end < 0)
            {
                return false;
            }

            if (!Utf8Parser.TryParse(line, out int size, out var digits, 'x') || digits == 0)
            {
                throw new InvalidDataException("A chunk has no size.");
            }

            if (size == 0)
            {
                return line.Length >= end + 4;
            }

            _next += end + 2 + size + 2;
        }

        return false;
    }

    private static byte[] WithoutChunks(ReadOnlySpan<byte> body)
    {
        List<byte> content = [];
        while (body.IndexOf("\r\n"u8) is var end and >= 0
            && int.TryParse(body[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length)
            && length <= body.Length - end - 4)
        {
            content.AddRange(body.Slice(end + 2, length));
            body = body[(end + 2 + length + 2)..];
        }

        return [.. content];
    }
}
