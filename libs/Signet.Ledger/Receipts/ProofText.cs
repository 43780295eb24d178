using System.Globalization;
using System.Text;
using Signet.Ledger.Merkle;

namespace Signet.Ledger.Receipts;

/// <summary>
/// The upper half of a C2SP tlog-proof: its first line, <c>extra</c> with a payload, <c>index</c>, the path, an empty line. What stands below
/// is the receipt's own.
/// </summary>
internal readonly record struct ProofText(byte[] Extra, long Index, IReadOnlyList<Digest> Path, string Rest)
{
    private const string ExtraPrefix = "extra ";
    private const string IndexPrefix = "index ";

    /// <summary>Reads the text strictly.</summary>
    public static bool TryParse(string? text, string firstLine, int maxLength, out ProofText proof)
    {
        proof = default;
        if (text is null || text.Length > maxLength)
        {
            return false;
        }

        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? [] : text[..end].Split('\n');
        if (lines.Length < 3 || lines[0] != firstLine || !lines[1].StartsWith(ExtraPrefix, StringComparison.Ordinal) ||
            !TryDecode(lines[1][ExtraPrefix.Length..], out var extra) || !lines[2].StartsWith(IndexPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var indexText = lines[2][IndexPrefix.Length..];
        if (!long.TryParse(indexText, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ||
            index.ToString(CultureInfo.InvariantCulture) != indexText || lines.Length - 3 > InclusionProof.MaxPath)
        {
            return false;
        }

        var path = new List<Digest>(lines.Length - 3);
        foreach (var line in lines.AsSpan(3))
        {
            if (!TryDecode(line, out var node) || node.Length != Digest.Size)
            {
                return false;
            }

            path.Add(new Digest(node));
        }

        proof = new ProofText(extra, index, path, text[(end + 2)..]);
        return true;
    }

    public static bool TryDecode(string base64, out byte[] octets)
    {
        octets = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, octets, out var length))
        {
            return false;
        }

        Array.Resize(ref octets, length);
        return Convert.ToBase64String(octets) == base64;
    }

    public static string Write(string firstLine, ReadOnlySpan<byte> extra, long index, IReadOnlyList<Digest> path, string rest)
    {
        var text = new StringBuilder()
            .Append(firstLine).Append('\n')
            .Append(ExtraPrefix).Append(Convert.ToBase64String(extra)).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"{IndexPrefix}{index}\n");
        foreach (var node in path)
        {
            text.Append(Convert.ToBase64String(node.ToArray())).Append('\n');
        }

        return text.Append('\n').Append(rest).ToString();
    }
}
