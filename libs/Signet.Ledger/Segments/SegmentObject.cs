namespace Signet.Ledger.Segments;

/// <summary>
/// A segment object taken apart into header, entry lines and footer, over the octets it was read from. Nothing is verified yet. Not
/// safe for concurrent use: the digests are computed when they are first asked for.
/// </summary>
public sealed class SegmentObject
{
    private const int MacTextLength = 2 * Digest.Size;

    private readonly SegmentOctets _content;

    private SegmentObject(SegmentOctets content, SegmentHeader header, IReadOnlyList<SegmentLine> lines, SegmentFooter footer) =>
        (_content, Header, Lines, Footer) = (content, header, lines, footer);

    /// <summary>The first line.</summary>
    public SegmentHeader Header { get; }

    /// <summary>The entry lines, the seal last; 2 or more.</summary>
    public IReadOnlyList<SegmentLine> Lines { get; }

    /// <summary>The last line.</summary>
    public SegmentFooter Footer { get; }

    /// <summary>SHA-256 of everything before the footer.</summary>
    public Digest BeforeFooter => _content.BeforeFooter;

    /// <summary>SHA-256 of the whole object: what the next segment names as its previous one.</summary>
    public Digest Whole => _content.Whole;

    /// <summary>What stands before the entry in its line.</summary>
    internal static ReadOnlySpan<byte> LineHead => "{\"entry\":"u8;

    private static ReadOnlySpan<byte> LineMiddle => ",\"mac\":\""u8;

    private static ReadOnlySpan<byte> LineTail => "\"}"u8;

    /// <summary>The octets behind the entry in its line, the line feed among them.</summary>
    internal static int LineRest => LineMiddle.Length + MacTextLength + LineTail.Length + 1;

    /// <summary>Takes a segment apart; false, with the first fault, for octets of any other form.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> octets, out SegmentObject? segment, out string fault) =>
        TryParse(new SegmentOctets(octets), out segment, out fault);

    /// <summary>Takes a segment apart, whose digests may be known already; false, with the first fault, for octets of any other form.</summary>
    public static bool TryParse(SegmentOctets content, out SegmentObject? segment, out string fault)
    {
        ArgumentNullException.ThrowIfNull(content);
        segment = null;
        var octets = content.Memory;
        var span = octets.Span;
        if (span.Length > SegmentLimits.MaxOctets)
        {
            fault = "larger than 64 MiB";
            return false;
        }

        if (span.IsEmpty || span[^1] != (byte)'\n')
        {
            fault = "does not end in a line feed";
            return false;
        }

        var headerEnd = span.IndexOf((byte)'\n');
        if (!SegmentHeader.TryRead(span[..headerEnd], out var header))
        {
            fault = "the header line is not a header";
            return false;
        }

        // Most entries have about a kilobyte.
        var lines = new List<SegmentLine>(Math.Min(SegmentLimits.MaxEntries, (span.Length / 1024) + 4));
        var start = headerEnd + 1;
        var footerStart = content.FooterStart;
        while (start < footerStart)
        {
            var length = span[start..].IndexOf((byte)'\n');
            if (lines.Count == SegmentLimits.MaxEntries || !TryParseLine(octets.Slice(start, length), out var line))
            {
                fault = $"line {lines.Count + 2} is not an entry line";
                return false;
            }

            lines.Add(line);
            start += length + 1;
        }

        if (footerStart <= headerEnd || !SegmentFooter.TryRead(span[footerStart..^1], out var footer))
        {
            fault = "the last line is not a footer";
            return false;
        }

        if (lines.Count < 2)
        {
            fault = "fewer than two entries";
            return false;
        }

        fault = "";
        segment = new SegmentObject(content, header!, lines, footer!);
        return true;
    }

    internal static bool TryParseLine(ReadOnlyMemory<byte> line, out SegmentLine parsed)
    {
        parsed = default;
        var tail = LineMiddle.Length + MacTextLength + LineTail.Length;
        var span = line.Span;
        if (span.Length <= LineHead.Length + tail || !span.StartsWith(LineHead) || !span.EndsWith(LineTail) ||
            !span[^tail..].StartsWith(LineMiddle))
        {
            return false;
        }

        if (!Digest.TryParse(span.Slice(span.Length - tail + LineMiddle.Length, MacTextLength), out var digest))
        {
            return false;
        }

        parsed = new SegmentLine(line[LineHead.Length..^tail], digest);
        return true;
    }

    /// <summary>Writes what stands behind the entry in its line.</summary>
    internal static void WriteMac(Span<byte> rest, Digest mac)
    {
        Span<byte> octets = stackalloc byte[Digest.Size];
        mac.CopyTo(octets);
        LineMiddle.CopyTo(rest);
        Convert.TryToHexStringLower(octets, rest[LineMiddle.Length..], out _);
        LineTail.CopyTo(rest[(LineMiddle.Length + MacTextLength)..]);
        rest[LineRest - 1] = (byte)'\n';
    }
}
