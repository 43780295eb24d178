using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Signet.Policy.Text;

/// <summary>Reads the published Unicode tables that stand in this assembly as they were published.</summary>
internal static class UnicodeData
{
    /// <summary>The lines of a table that say something, without their comments.</summary>
    internal static IEnumerable<string> Lines(string name)
    {
        using Stream stored = typeof(UnicodeData).Assembly.GetManifestResourceStream("Signet.Policy.Text.Data." + name)!;
        using Stream plain = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        using StreamReader reader = new(plain, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            string data = (comment < 0 ? line : line[..comment]).Trim('\uFEFF', ' ', '\t');
            if (data.Length > 0)
            {
                yield return data;
            }
        }
    }

    /// <summary>A code point in hexadecimal digits.</summary>
    internal static int CodePoint(ReadOnlySpan<char> digits) =>
        int.Parse(digits, NumberStyles.AllowHexSpecifier | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
}
