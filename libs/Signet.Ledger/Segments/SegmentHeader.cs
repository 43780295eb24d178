using System.Buffers;
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

    internal static bool TryRead(ReadOnlySpan<byte> line, out SegmentHeader? header)
    {
        var r = new CanonicalReader(line, keeps: true);
        r.BeginObject();
        r.Key("epoch"u8);
        var epoch = r.Integer(1);
        r.Key("first_seq"u8);
        var firstSeq = r.Integer();
        r.Key("format"u8);
        r.Exactly("signet-segment/1"u8);
        r.Key("key_id"u8);
        var keyId = r.Identifier();
        r.Key("log_id"u8);
        var logId = r.Identifier();
        r.Key("prev_segment"u8);
        var previous = r.Digest();
        r.Key("segment"u8);
        var segment = r.Integer();
        r.EndObject();
        header = r.End() ? new SegmentHeader(logId, segment, epoch, firstSeq, keyId, previous) : null;
        return header is not null;
    }
}
