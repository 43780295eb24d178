using System.Buffers;

namespace Signet.Ledger.Segments;

/// <summary>
/// The room that one segment after the other is built in, so that building makes nothing new. What a builder has given out is valid
/// until the next builder takes the room. Not safe for concurrent use.
/// </summary>
public sealed class SegmentBuffer
{
    internal ArrayBufferWriter<byte> Output { get; } = new(64 * 1024);

    /// <summary>The entry at hand, with the prefix of a leaf before it.</summary>
    internal ArrayBufferWriter<byte> Leaf { get; } = new(4 * 1024);

    internal List<Digest> Leaves { get; } = [];

    internal void Clear()
    {
        Output.ResetWrittenCount();
        Leaf.ResetWrittenCount();
        Leaves.Clear();
    }
}
