using System.Text.Json;

namespace Signet.Release.Packages;

/// <summary>The packages of a <c>packages.lock.json</c> with the digests of their content.</summary>
internal static class LockFile
{
    // Analyzers, which the compiler loads and nothing ships.
    private const string BuildOnly = "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    /// <summary>Each package and its content hash: Base64 of SHA-512 of the package without its signature.</summary>
    public static IReadOnlyDictionary<PackageId, string> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => (
                Id: new PackageId(package.Name, package.Value.GetProperty("resolved").GetString()!),
                Hash: package.Value.GetProperty("contentHash").GetString()!))
            .DistinctBy(package => package.Id)
            .ToDictionary(package => package.Id, package => package.Hash);
    }

    public static bool IsBuildOnly(PackageId package) => package.Name == BuildOnly;
}
