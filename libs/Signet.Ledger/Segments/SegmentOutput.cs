using System.Buffers;

namespace Signet.Ledger.Segments;

/// <summary>The octets of a segment while it is built: what was begun and can't be finished is cut off again. Not safe for concurrent use.</summary>
internal sealed class SegmentOutput : IBufferWriter<byte>
{
    private const int Smallest = 64 * 1024;

    private byte[] _octets = new byte[Smallest];

    public int Length { get; private set; }

    public int Capacity => _octets.Length;

    public ReadOnlyMemory<byte> Written => _octets.AsMemory(0, Length);

    /// <summary>What was written, to be changed in place; valid until more is written.</summary>
    public byte[] Octets => _octets;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _octets.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _octets.AsSpan(Length);
    }

    public void CutAt(int length) => Length = length;

    private void MakeRoom(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(needed, _octets.Length * 2));
        }
    }
}
