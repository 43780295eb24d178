using System.Buffers;
using System.Text.Json;
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

    internal static bool TryRead(ReadOnlyMemory<byte> line, out SegmentFooter? footer)
    {
        footer = null;
        if (!CanonicalForm.IsCanonicalObject(line.Span))
        {
            return false;
        }

        using var document = JsonDocument.Parse(line);
        var m = new MemberReader(document.RootElement);
        var read = new SegmentFooter(m.Integer("size", 1), m.Digest("root"), m.Digest("mac"));
        m.End();
        footer = m.Failed ? null : read;
        return !m.Failed;
    }
}
