namespace Signet.Gateway.Preflight;

/// <summary>
/// Gives a decompressor all octets but the last as they come, and the last on its own. So it shows whether the compressed stream ends
/// exactly with them: a decompressor that has found the end before doesn't ask for the last, and one that hasn't found it asks for more.
/// </summary>
internal sealed class OneOctetShort(ReadOnlyMemory<byte> octets) : Stream
{
    private int _position;
    private bool _askedForMore;

    /// <summary>True when everything was taken, and nothing was missed.</summary>
    public bool EndedExactly => _position == octets.Length && !_askedForMore;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var rest = octets.Length - _position;
        _askedForMore |= rest == 0;
        var count = Math.Min(buffer.Length, rest > 1 ? rest - 1 : rest);
        octets.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
