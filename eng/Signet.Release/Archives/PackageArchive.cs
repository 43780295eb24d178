using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Signet.Release.Packages;

namespace Signet.Release.Archives;

/// <summary>
/// Writes a package of NuGet's again so that the same content gives the same octets: entries in the order of their names, one time for
/// all, and a fixed name for the properties, which NuGet names at random.
/// </summary>
internal static partial class PackageArchive
{
    private const string Properties = "package/services/metadata/core-properties/signet.psmdcp";
    private const int MaximumEntries = 65_535;

    // Read, write for the owner and read for all: archives keep modes in the upper half.
    private const int FileMode = unchecked((int)0x81A4_0000);

    /// <param name="path">The package, which is replaced.</param>
    /// <param name="time">The time of each entry; archives know even seconds from 1980 on.</param>
    public static void Normalise(string path, DateTimeOffset time)
    {
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using (var archive = ZipFile.OpenRead(path))
        {
            if (archive.Entries.Count > MaximumEntries)
            {
                throw new ReleaseException($"{path} has too many entries.");
            }

            var random = archive.Entries.Select(entry => RandomName().Match(entry.FullName)).FirstOrDefault(match => match.Success);
            foreach (var entry in archive.Entries)
            {
                using var stream = entry.Open();
                using var content = new MemoryStream();
                stream.CopyTo(content);
                var (name, octets) = (entry.FullName, content.ToArray());
                if (random is not null && name == random.Value)
                {
                    name = Properties;
                }
                else if (random is not null && name == "_rels/.rels")
                {
                    octets = Encoding.UTF8.GetBytes(RelationshipId().Replace(
                        Encoding.UTF8.GetString(octets).Replace(random.Value, Properties, StringComparison.Ordinal), new Numbers().Next));
                }

                if (!entries.TryAdd(name, octets))
                {
                    throw new ReleaseException($"{path} has {name} twice.");
                }
            }
        }

        var normalised = path + ".normalised";
        using (var archive = new ZipArchive(File.Create(normalised), ZipArchiveMode.Create))
        {
            foreach (var (name, octets) in entries)
            {
                var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = time.ToUniversalTime();
                entry.ExternalAttributes = FileMode;
                using var stream = entry.Open();
                stream.Write(octets);
            }
        }

        File.Move(normalised, path, overwrite: true);
    }

    [GeneratedRegex(@"^package/services/metadata/core-properties/[0-9a-f]+\.psmdcp$")]
    private static partial Regex RandomName();

    [GeneratedRegex(@"(?<=\bId="")R[0-9A-F]+(?="")")]
    private static partial Regex RelationshipId();

    private sealed class Numbers
    {
        private int _last;

        public string Next(Match match) => $"R{++_last}";
    }
}
