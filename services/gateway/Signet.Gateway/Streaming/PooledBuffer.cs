using System.Buffers;

namespace Signet.Gateway.Streaming;

/// <summary>Octets that wait to be written, in room that goes back to the pool when they have been.</summary>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _octets = ArrayPool<byte>.Shared.Rent(capacity);

    public int WrittenCount { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _octets.AsSpan(0, WrittenCount);

    /// <summary>Good until the next write, or the end of this.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _octets.AsMemory(0, WrittenCount);

    public void Clear() => WrittenCount = 0;

    public void Advance(int count) => WrittenCount += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _octets.AsMemory(WrittenCount);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _octets.AsSpan(WrittenCount);
    }

    public void Dispose()
    {
        // Cleared: the next one to rent it must not find an answer in it.
        ArrayPool<byte>.Shared.Return(_octets, clearArray: true);
        (_octets, WrittenCount) = ([], 0);
    }

    private void Grow(int sizeHint)
    {
        var wanted = Math.Max(sizeHint, 1);
        if (_octets.Length - WrittenCount >= wanted)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(WrittenCount + wanted), 2 * _octets.Length));
        WrittenSpan.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_octets, clearArray: true);
        _octets = larger;
    }
}
