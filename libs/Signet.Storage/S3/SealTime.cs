using System.Globalization;

namespace Signet.Storage.S3;

/// <summary>When a segment's seal was recorded: its retention counts from there (ledger format 1, section 4).</summary>
internal static class SealTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private const int TextLength = 28;

    private static ReadOnlySpan<byte> Start => "{\"entry\":{\"recorded_at\":\""u8;

    /// <summary>False for what isn't a segment; reads no more than its last two lines.</summary>
    public static bool TryRead(ReadOnlySpan<byte> segment, out DateTimeOffset time)
    {
        time = default;
        if (segment.IsEmpty || segment[^1] != '\n')
        {
            return false;
        }

        int footer = segment[..^1].LastIndexOf((byte)'\n');
        if (footer < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> line = segment[(segment[..footer].LastIndexOf((byte)'\n') + 1)..footer];
        return line.StartsWith(Start)
            && line.Length >= Start.Length + TextLength
            && DateTimeOffset.TryParseExact(
                System.Text.Encoding.ASCII.GetString(line.Slice(Start.Length, TextLength)),
                Format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out time);
    }
}
