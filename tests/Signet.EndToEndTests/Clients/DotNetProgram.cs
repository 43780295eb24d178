using System.Diagnostics;
using System.Xml.Linq;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Clients;

/// <summary>A C# program in a project of its own, as somebody would have it who has installed one package.</summary>
internal static class DotNetProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Builds and runs it, and gives what it printed.</summary>
    public static async Task<string> RunAsync(string source, string package, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("Program.cs"), source, cancellationToken);
        await File.WriteAllTextAsync(folder.File("Program.csproj"), Project(package), cancellationToken);
        var info = SignetExecutable.StartInfo("dotnet", ["run", "--project", folder.Path]);
        // What stays behind after a build keeps the pipes open.
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(info)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Project(string package) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <UseSharedCompilation>false</UseSharedCompilation>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{package}" Version="{VersionOf(package)}" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>The version that the tests themselves use.</summary>
    private static string VersionOf(string package) =>
        XDocument.Load(Path.Combine(SignetExecutable.RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")!.Value;
}
