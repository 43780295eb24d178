namespace Signet.Gateway.Tests.Preflight;

/// <summary>Hands out octets in pieces of given sizes, over and over.</summary>
internal sealed class PiecewiseStream(byte[] octets, int[] sizes) : MemoryStream(octets)
{
    private int _next;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, sizes[_next++ % sizes.Length])], cancellationToken);
}
