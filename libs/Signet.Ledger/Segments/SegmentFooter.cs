using System.Buffers;
using Signet.Ledger.Canonical;

namespace Signet.Ledger.Segments;

/// <summary>The last line of a segment.</summary>
/// <param name="Size">The tree size after the segment.</param>
/// <param name="Root">The tree head at that size.</param>
/// <param name="Mac">The segment's MAC.</param>
public sealed record SegmentFooter(long Size, Digest Root, Digest Mac)
{
    internal void Write(IBufferWriter<byte> output)
    {
        var w = new CanonicalWriter(output);
        w.BeginObject();
        w.Digest("mac"u8, Mac);
        w.Digest("root"u8, Root);
        w.Integer("size"u8, Size);
        w.EndObject();
    }

    internal static bool TryRead(ReadOnlySpan<byte> line, out SegmentFooter? footer)
    {
        var r = new CanonicalReader(line, keeps: true);
        r.BeginObject();
        r.Key("mac"u8);
        var mac = r.Digest();
        r.Key("root"u8);
        var root = r.Digest();
        r.Key("size"u8);
        var size = r.Integer(1);
        r.EndObject();
        footer = r.End() ? new SegmentFooter(size, root, mac) : null;
        return footer is not null;
    }
}
