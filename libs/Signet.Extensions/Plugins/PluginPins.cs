using System.Buffers;
using System.Security.Cryptography;

namespace Signet.Extensions.Plugins;

/// <summary>The digests that assemblies must have: lines of 64 hexadecimal digits, two spaces (or a space and <c>*</c>) and a path.</summary>
internal sealed class PluginPins
{
    private const int MaxOctets = 1 << 20;
    private const int DigestLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly Dictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <exception cref="PluginException">The file can't be read or has another line than those.</exception>
    internal static PluginPins Load(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxOctets)
            {
                throw new PluginException("The list of plug-in digests is larger than 1 MiB.");
            }

            return Parse(File.ReadAllLines(path));
        }
        catch (Exception exception) when (exception is IOException and not PluginException or UnauthorizedAccessException)
        {
            throw new PluginException("The list of plug-in digests can't be read.", exception);
        }
    }

    /// <exception cref="PluginException">A line isn't of that form, or a path stands twice.</exception>
    internal static PluginPins Parse(IReadOnlyList<string> lines)
    {
        PluginPins pins = new();
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i];
            if (line.Length == 0)
            {
                continue;
            }

            bool fits = line.Length > DigestLength + 2 && line.AsSpan(0, DigestLength).IndexOfAnyExcept(HexDigits) < 0
                && line[DigestLength] == ' ' && line[DigestLength + 1] is ' ' or '*';
            string name = fits ? line[(DigestLength + 2)..].Replace('\\', '/') : "";
            name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
            if (!fits || !pins._digests.TryAdd(name, line[..DigestLength]))
            {
                throw new PluginException($"Line {i + 1} of the list of plug-in digests is none, or names a file twice.");
            }
        }

        return pins;
    }

    /// <summary>True when the octets are those that the list has for the path.</summary>
    internal bool Match(string path, ReadOnlySpan<byte> octets) =>
        _digests.TryGetValue(path, out string? digest) && digest == Convert.ToHexStringLower(SHA256.HashData(octets));
}
