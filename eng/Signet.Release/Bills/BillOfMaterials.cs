using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Signet.Release.Licences;
using Signet.Release.Packages;

namespace Signet.Release.Bills;

/// <summary>
/// A bill of materials (CycloneDX 1.6) of one release. The same release gives the same octets: no serial number, and the time is the commit's.
/// </summary>
internal static class BillOfMaterials
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ReleaseException">
    /// A package isn't the one that the lock file names, isn't the one that was fetched, or has a licence that isn't on the list.
    /// </exception>
    public static string Write(ReleaseFacts facts, IReadOnlyList<DependencyFile> executables, IReadOnlyDictionary<PackageId, string> locked, PackageFolder folder)
    {
        var packages = new SortedSet<PackageId>(executables.SelectMany(executable => executable.Packages));
        var edges = executables.SelectMany(executable => executable.Edges()).ToLookup(edge => edge.From?.Purl ?? facts.Purl, edge => edge.To);
        foreach (var (package, hash) in executables.SelectMany(executable => executable.ContentHashes))
        {
            if (!locked.TryGetValue(package, out var expected) || expected != hash || folder.ContentHash(package) != hash)
            {
                throw new ReleaseException($"{package} is not what the lock file names.");
            }
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteNumber("version", 1);
            WriteMetadata(json, facts);
            json.WriteStartArray("components");
            foreach (var package in packages)
            {
                WriteComponent(json, package, locked.GetValueOrDefault(package), folder);
            }

            json.WriteEndArray();
            json.WriteStartArray("dependencies");
            WriteDependencies(json, facts.Purl, edges[facts.Purl].Concat(packages.Where(package => !locked.ContainsKey(package))));
            foreach (var package in packages)
            {
                WriteDependencies(json, package.Purl, edges[package.Purl]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void WriteMetadata(Utf8JsonWriter json, ReleaseFacts facts)
    {
        json.WriteStartObject("metadata");
        json.WriteString("timestamp", facts.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteStartObject("component");
        json.WriteString("type", "application");
        json.WriteString("bom-ref", facts.Purl);
        json.WriteString("name", "signet");
        json.WriteString("version", facts.Version);
        WriteLicence(json, "Apache-2.0");
        json.WriteString("purl", facts.Purl);
        json.WriteEndObject();
        json.WriteStartArray("properties");
        WriteProperty(json, "signet:commit", facts.Commit);
        WriteProperty(json, "signet:sdk", facts.Sdk);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteComponent(Utf8JsonWriter json, PackageId package, string? contentHash, PackageFolder folder)
    {
        json.WriteStartObject();
        json.WriteString("type", contentHash is null ? "framework" : "library");
        json.WriteString("bom-ref", package.Purl);
        json.WriteString("name", package.Name);
        json.WriteString("version", package.Version);
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", "SHA-512");
        json.WriteString("content", Convert.ToHexStringLower(folder.Digest(package)));
        json.WriteEndObject();
        json.WriteEndArray();
        WriteLicence(json, Licence.Of(package, folder));
        json.WriteString("purl", package.Purl);
        if (contentHash is not null)
        {
            json.WriteStartArray("properties");
            WriteProperty(json, "nuget:contentHash", contentHash);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteLicence(Utf8JsonWriter json, string id)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteStartObject("license");
        json.WriteString("id", id);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteDependencies(Utf8JsonWriter json, string from, IEnumerable<PackageId> to)
    {
        json.WriteStartObject();
        json.WriteString("ref", from);
        json.WriteStartArray("dependsOn");
        foreach (var package in new SortedSet<PackageId>(to))
        {
            json.WriteStringValue(package.Purl);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }
}
