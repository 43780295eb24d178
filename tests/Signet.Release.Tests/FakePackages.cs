using System.Security.Cryptography;
using Signet.Release.Packages;

namespace Signet.Release.Tests;

/// <summary>A package folder with one package in it, whose description a test writes.</summary>
internal sealed class FakePackages : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("signet-release-");

    public static PackageId Package { get; } = new("Some.Package", "1.2.3");

    public PackageFolder Folder => new(_root.FullName);

    public static string Digest { get; } = Convert.ToHexStringLower(SHA512.HashData("a package"u8));

    public void Add(string licence, string contentHash = "aGFzaA==")
    {
        var folder = _root.CreateSubdirectory("some.package").CreateSubdirectory("1.2.3").FullName;
        File.WriteAllText(Path.Combine(folder, "some.package.nuspec"), $"<package><metadata><id>Some.Package</id>{licence}</metadata></package>");
        File.WriteAllText(Path.Combine(folder, "some.package.1.2.3.nupkg"), "a package");
        File.WriteAllText(Path.Combine(folder, ".nupkg.metadata"), $$"""{"contentHash":"{{contentHash}}"}""");
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(_root.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
