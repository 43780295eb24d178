using System.Text;

namespace Signet.Auditor.Keys;

/// <summary>A file that names keys of producers to revoke, one a line.</summary>
internal static class RevocationsFile
{
    /// <summary>The most octets that are read.</summary>
    public const int MaxOctets = 128 * 1_024;

    /// <summary>The names, without comments and empty lines.</summary>
    /// <exception cref="IOException">The file can't be read, or is larger.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        using var handle = File.OpenHandle(path);
        var octets = new byte[MaxOctets + 1];
        int length = 0;
        int count;
        while (length < octets.Length && (count = RandomAccess.Read(handle, octets.AsSpan(length), length)) > 0)
        {
            length += count;
        }

        if (length > MaxOctets)
        {
            throw new IOException("The file of revocations is larger than 128 KiB.");
        }

        return
        [
            .. Encoding.UTF8.GetString(octets, 0, length).Split('\n')
                .Select(line => line.Split('#')[0].Trim())
                .Where(line => line.Length > 0),
        ];
    }
}
