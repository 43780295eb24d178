using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;

namespace Signet.Release.Packages;

/// <summary>The folder in which NuGet keeps the packages that were restored.</summary>
/// <param name="path">What <c>dotnet nuget locals global-packages --list</c> says.</param>
internal sealed class PackageFolder(string path)
{
    /// <summary>The package's own description.</summary>
    public XDocument Nuspec(PackageId package)
    {
        var file = Path.Combine(Of(package), $"{package.Name.ToLowerInvariant()}.nuspec");
        return File.Exists(file) ? XDocument.Load(file) : throw new ReleaseException($"{package} is not in {path}: restore it first.");
    }

    /// <summary>The SHA-512 of the package as it was fetched, signature included.</summary>
    public byte[] Digest(PackageId package)
    {
        var file = Path.Combine(Of(package), $"{package.Name.ToLowerInvariant()}.{package.Version.ToLowerInvariant()}.nupkg");
        if (!File.Exists(file))
        {
            throw new ReleaseException($"{package} is not in {path}: restore it first.");
        }

        using var stream = File.OpenRead(file);
        return SHA512.HashData(stream);
    }

    /// <summary>What NuGet found as the digest of the package's content when it fetched it.</summary>
    public string ContentHash(PackageId package)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Of(package), ".nupkg.metadata")));
        return document.RootElement.GetProperty("contentHash").GetString()!;
    }

    /// <summary>The text of a licence that the package holds as a file.</summary>
    public string Text(PackageId package, string name) => File.ReadAllText(Path.Combine(Of(package), name));

    private string Of(PackageId package) => Path.Combine(path, package.Name.ToLowerInvariant(), package.Version.ToLowerInvariant());
}
