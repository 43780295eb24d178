using System.Xml.Linq;

namespace Signet.ArchitectureTests;

/// <summary>The project's own files, found from the running tests upwards.</summary>
internal static class Sources
{
    // What stands in the template becomes somebody else's project; a test of its own builds it.
    private static readonly string[] Excluded = ["bin", "obj", ".git", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", "template"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every project file by its path below the root.</summary>
    public static IReadOnlyDictionary<string, XDocument> Projects { get; } =
        Files("*.csproj").ToDictionary(path => path, path => XDocument.Load(Path.Combine(Root, path)));

    public static IEnumerable<string> Files(string pattern) => Below(Root, pattern).Select(path => Path.GetRelativePath(Root, path)).Order();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> Packages(XDocument project) =>
        project.Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!);

    public static IEnumerable<string> References(string path) => Projects[path].Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

    public static bool Ships(string path) => !path.StartsWith("tests/", StringComparison.Ordinal) && !path.StartsWith("bench/", StringComparison.Ordinal) &&
        !path.StartsWith("fuzz/", StringComparison.Ordinal) && !path.StartsWith("samples/", StringComparison.Ordinal);

    private static IEnumerable<string> Below(string directory, string pattern)
    {
        foreach (var path in Directory.EnumerateFiles(directory, pattern))
        {
            yield return path;
        }

        foreach (var child in Directory.EnumerateDirectories(directory).Where(child => !Excluded.Contains(Path.GetFileName(child))))
        {
            foreach (var path in Below(child, pattern))
            {
                yield return path;
            }
        }
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "signet.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("The sources are not above the tests.");
    }
}
