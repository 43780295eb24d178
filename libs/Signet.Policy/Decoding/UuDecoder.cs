namespace Signet.Policy.Decoding;

/// <summary>Blocks of uuencode: a line with "begin", lines that tell their lengths, and "end" or whatever fits no more.</summary>
internal sealed class UuDecoder : IDecoder
{
    private const int MaxLine = 61;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        int i = 0;
        while (i < text.Length)
        {
            int begin = text[i..].IndexOf("begin ", StringComparison.Ordinal);
            if (begin < 0)
            {
                return;
            }

            int start = i + begin;
            int line = text[start..].IndexOf('\n');
            if (line < 0)
            {
                return;
            }

            i = start + line + 1;
            List<byte> octets = [];
            while (i < text.Length && TryLine(text[i..], octets, out int used) && sink.Charge(used))
            {
                i += used;
            }

            if (octets.Count > 0)
            {
                sink.AddOctets("uuencode", octets.ToArray(), start, i);
            }
        }
    }

    private static bool TryLine(ReadOnlySpan<char> rest, List<byte> octets, out int used)
    {
        int end = rest[..Math.Min(rest.Length, MaxLine + 3)].IndexOf('\n');
        ReadOnlySpan<char> line = (end < 0 ? rest[..Math.Min(rest.Length, MaxLine + 1)] : rest[..end]).TrimEnd("\r");
        used = end < 0 ? line.Length : end + 1;
        int count = line.IsEmpty ? 0 : (line[0] - ' ') & 63;
        int needed = ((count * 8) + 5) / 6;
        if (count == 0 || line.Length - 1 < Math.Min(needed, 2) || line.IndexOfAnyExceptInRange(' ', '`') >= 0)
        {
            return false;
        }

        int bits = 0;
        int buffer = 0;
        for (int i = 1; i < line.Length && count > 0; i++)
        {
            buffer = ((buffer << 6) | ((line[i] - ' ') & 63)) & 0xFFFF;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                octets.Add((byte)(buffer >> bits));
                count--;
            }
        }

        return true;
    }
}
