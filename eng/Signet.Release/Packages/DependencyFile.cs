using System.Text.Json;

namespace Signet.Release.Packages;

/// <summary>A <c>.deps.json</c>: the packages that an executable was published with, and what asks for what.</summary>
internal sealed class DependencyFile
{
    private const string RuntimePackPrefix = "runtimepack.";

    private readonly Dictionary<string, IReadOnlyList<string>> _dependencies = [];
    private readonly Dictionary<string, PackageId> _packages = [];

    private DependencyFile(JsonElement root, string path)
    {
        foreach (var library in root.GetProperty("libraries").EnumerateObject())
        {
            var slash = library.Name.IndexOf('/', StringComparison.Ordinal);
            var (name, version) = (library.Name[..slash], library.Name[(slash + 1)..]);
            switch (library.Value.GetProperty("type").GetString())
            {
                case "package":
                    _packages.Add(library.Name, new PackageId(name, version));
                    ContentHashes.Add(new PackageId(name, version), library.Value.GetProperty("sha512").GetString()!["sha512-".Length..]);
                    break;
                case "runtimepack":
                    _packages.Add(library.Name, new PackageId(name[RuntimePackPrefix.Length..], version));
                    break;
            }
        }

        var target = root.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        foreach (var library in root.GetProperty("targets").GetProperty(target).EnumerateObject())
        {
            _dependencies.Add(
                library.Name,
                library.Value.TryGetProperty("dependencies", out var asked)
                    ? [.. asked.EnumerateObject().Select(other => $"{other.Name}/{other.Value.GetString()}")]
                    : []);
        }

        Root = _dependencies.Keys.FirstOrDefault(name => !name.StartsWith(RuntimePackPrefix, StringComparison.Ordinal))
            ?? throw new ReleaseException($"{path} holds nothing.");
    }

    /// <summary>What the executable itself is called.</summary>
    public string Root { get; }

    public IEnumerable<PackageId> Packages => _packages.Values;

    /// <summary>By package, as in lock files. Runtime packs have none.</summary>
    public Dictionary<PackageId, string> ContentHashes { get; } = [];

    public static DependencyFile Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return new DependencyFile(document.RootElement, path);
    }

    /// <summary>What each package asks for; what the projects ask for is the executable's, whose key is null.</summary>
    public IEnumerable<(PackageId? From, PackageId To)> Edges() =>
        from library in _dependencies
        from other in library.Value
        where _packages.ContainsKey(other)
        select (_packages.GetValueOrDefault(library.Key), _packages[other]);
}
