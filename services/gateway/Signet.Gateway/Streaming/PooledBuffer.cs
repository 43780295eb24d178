using System.Buffers;

namespace Signet.Gateway.Streaming;

/// <summary>
/// Octets that wait to be written, in room that goes back to the pool whenever none do: most streams wait for their model most of the time.
/// </summary>
/// <param name="capacity">The room that is taken for the first of them, in octets.</param>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _octets = [];

    public int WrittenCount { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _octets.AsSpan(0, WrittenCount);

    /// <summary>Good until the next write, or the end of this.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _octets.AsMemory(0, WrittenCount);

    public void Clear()
    {
        Return();
        (_octets, WrittenCount) = ([], 0);
    }

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

    public void Dispose() => Clear();

    private void Grow(int sizeHint)
    {
        var wanted = Math.Max(sizeHint, 1);
        if (_octets.Length - WrittenCount >= wanted)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(WrittenCount + wanted), Math.Max(capacity, 2 * _octets.Length)));
        WrittenSpan.CopyTo(larger);
        Return();
        _octets = larger;
    }

    private void Return()
    {
        if (_octets.Length > 0)
        {
            // Without what was written: the next one to rent it must not find an answer in it.
            _octets.AsSpan(0, WrittenCount).Clear();
            ArrayPool<byte>.Shared.Return(_octets);
        }
    }
}
