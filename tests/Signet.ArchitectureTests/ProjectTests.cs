using System.Text.Json;

namespace Signet.ArchitectureTests;

/// <summary>What project and lock files must say.</summary>
public sealed class ProjectTests
{
    private static readonly Dictionary<string, string[]> Owners = new()
    {
        ["Dapr."] = ["Signet.Messaging"],
        ["Grpc."] = ["Signet.Messaging"],
        ["Google.Protobuf"] = ["Signet.Messaging"],
        ["AWSSDK."] = ["Signet.Storage"],
        ["Yarp."] = ["Signet.Gateway"],
        ["Microsoft.ML.Tokenizers"] = ["Signet.Gateway"],
        ["KubernetesClient"] = ["Signet.Auditor", "Signet.Gateway", "Signet.Verifier", "Signet.Injector", "Signet.Cli"],
        ["System.CommandLine"] = ["Signet.Cli"],
        ["Spectre."] = ["Signet.Cli"],
        ["YamlDotNet"] = ["Signet.Hosting"],
        ["OpenTelemetry"] = ["Signet.Hosting"],
        ["NSec."] = ["Signet.Ledger"],
        ["System.Security.Cryptography.Pkcs"] = ["Signet.Ledger"],
    };

    private static readonly string[] Services = ["Signet.Gateway", "Signet.Auditor", "Signet.Anchorer", "Signet.Verifier", "Signet.Injector"];

    [Fact]
    public void Projects_AreFound() => Assert.True(Sources.Projects.Count > 20);

    [Fact]
    public void Packages_EachHasOneOwner()
    {
        foreach (var (path, project) in Sources.Projects.Where(pair => Sources.Ships(pair.Key)))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            foreach (var package in Sources.Packages(project))
            {
                var owners = Owners.Where(owner => package.StartsWith(owner.Key, StringComparison.Ordinal)).SelectMany(owner => owner.Value).ToList();
                Assert.True(owners.Contains(name), $"{path} references {package}, which belongs to {string.Join(", ", owners)}.");
            }
        }
    }

    [Fact]
    public void Packages_HaveNoVersionOfTheirOwn()
    {
        foreach (var (path, project) in Sources.Projects)
        {
            Assert.DoesNotContain(
                project.Descendants("PackageReference"),
                reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null || reference.Element("Version") is not null);
            Assert.True(File.Exists(Path.Combine(Sources.Root, Path.GetDirectoryName(path)!, "packages.lock.json")), $"{path} has no lock file.");
        }
    }

    [Fact]
    public void LockFiles_HoldTheVersionsThatAreAskedForCentrally()
    {
        var central = System.Xml.Linq.XDocument.Parse(Sources.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(version => (string)version.Attribute("Include")!, version => (string)version.Attribute("Version")!);
        foreach (var path in Sources.Files("packages.lock.json"))
        {
            using var document = JsonDocument.Parse(Sources.Read(path));
            foreach (var package in document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
            {
                if (package.Value.GetProperty("type").GetString() == "Direct" && central.TryGetValue(package.Name, out var version))
                {
                    Assert.Equal($"{package.Name} {version} in {path}", $"{package.Name} {package.Value.GetProperty("resolved").GetString()} in {path}");
                }
            }
        }
    }

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = Sources.Read("signet.sln").Replace('\\', '/');
        Assert.All(Sources.Projects.Keys, path => Assert.Contains(path, solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Shipped_ReferenceNoTests()
    {
        foreach (var path in Sources.Projects.Keys.Where(Sources.Ships))
        {
            Assert.DoesNotContain(Sources.References(path), name => name.EndsWith("Tests", StringComparison.Ordinal) || name == "Signet.Testing");
        }
    }

    [Fact]
    public void Services_DontReferenceEachOther()
    {
        foreach (var path in Sources.Projects.Keys.Where(path => path.StartsWith("services/", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(path).Replace(".Host", "", StringComparison.Ordinal);
            Assert.DoesNotContain(Sources.References(path), reference => reference != name && Services.Contains(reference));
        }
    }

    [Fact]
    public void Plugins_ReferenceThePolicyAlone()
    {
        var plugins = Sources.Projects.Keys.Where(path => path.StartsWith("plugins/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(plugins);
        Assert.All(plugins, path => Assert.Equal(["Signet.Policy"], Sources.References(path)));
    }

    [Fact]
    public void Libraries_ReferenceNoService()
    {
        foreach (var path in Sources.Projects.Keys.Where(path => path.StartsWith("libs/", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(Sources.References(path), name => Services.Contains(name) || name == "Signet.Cli");
        }
    }
}
