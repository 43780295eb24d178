namespace Signet.Gateway.Cluster;

/// <summary>Cuts an answer that doesn't end into its lines, none longer than <see cref="ClusterApi.MaxOctets"/>.</summary>
internal sealed class ClusterLines(HttpResponseMessage answer) : IDisposable
{
    private byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;
    private Stream? _stream;

    public void Dispose() => answer.Dispose();

    /// <summary>The next line that isn't empty, without its end; null when there is none any more. It is good until the next call.</summary>
    /// <exception cref="ClusterException">A line is too long, or the last has no end.</exception>
    public async Task<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        _stream ??= await answer.Content.ReadAsStreamAsync(cancellationToken);
        var looked = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, looked + at);
                _start += looked + at + 1;
                if (!line.Span.Trim(" \r\t"u8).IsEmpty)
                {
                    return line;
                }

                looked = 0;
                continue;
            }

            looked = _end - _start;
            MakeRoom();
            var count = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
            {
                return _end == _start ? null : throw new ClusterException("The API server's answer breaks off.");
            }

            _end += count;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= ClusterApi.MaxOctets)
            {
                throw new ClusterException("The API server's answer is too long.");
            }

            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, ClusterApi.MaxOctets));
        }
    }
}
