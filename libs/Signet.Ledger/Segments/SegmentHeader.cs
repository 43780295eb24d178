using System.Buffers;
using System.Text.Json;
using Signet.Ledger.Canonical;

namespace Signet.Ledger.Segments;

/// <summary>The first line of a segment.</summary>
/// <param name="LogId">The log.</param>
/// <param name="Segment">The segment; 0 or more.</param>
/// <param name="Epoch">Its epoch; 1 or more.</param>
/// <param name="FirstSeq">The number of its first entry.</param>
/// <param name="KeyId">Its chain key.</param>
/// <param name="PrevSegment">SHA-256 of the whole previous object; zeros for segment 0.</param>
public sealed record SegmentHeader(string LogId, long Segment, long Epoch, long FirstSeq, string KeyId, Digest PrevSegment)
{
    private const string Format = "signet-segment/1";

    internal void Write(IBufferWriter<byte> output)
    {
        var w = new CanonicalWriter(output);
        w.BeginObject();
        w.Integer("epoch"u8, Epoch);
        w.Integer("first_seq"u8, FirstSeq);
        w.String("format"u8, Format);
        w.String("key_id"u8, KeyId);
        w.String("log_id"u8, LogId);
        w.Digest("prev_segment"u8, PrevSegment);
        w.Integer("segment"u8, Segment);
        w.EndObject();
    }

    internal static bool TryRead(ReadOnlyMemory<byte> line, out SegmentHeader? header)
    {
        header = null;
        if (!CanonicalForm.IsCanonicalObject(line.Span))
        {
            return false;
        }

        using var document = JsonDocument.Parse(line);
        var m = new MemberReader(document.RootElement);
        if (m.String("format") != Format)
        {
            return false;
        }

        var read = new SegmentHeader(
            m.Identifier("log_id"), m.Integer("segment"), m.Integer("epoch", 1), m.Integer("first_seq"), m.Identifier("key_id"), m.Digest("prev_segment"));
        m.End();
        header = m.Failed ? null : read;
        return !m.Failed;
    }
}
