using System.Diagnostics;
using Signet.Extensions.Plugins;
using Signet.Extensions.Tests.Plugins;
using Signet.Policy.Pipeline;
using Signet.Testing;
using Signet.Testing.Storage;

namespace Signet.Extensions.Tests.Template;

/// <summary>The template, taken the whole way: installed, instantiated, built, loaded and asked.</summary>
public sealed class TemplateTests
{
    [Fact]
    public async Task Template_Instantiated_IsAPluginThatWorks()
    {
        using TemporaryDirectory directory = new();
        string hive = directory.File("hive");
        string project = directory.File("source", "Acme.Checks");
        string output = directory.File("plugins", "Acme.Checks");
        await DotnetAsync(directory, "new", "install", Repository.PathOf("plugins", "template", "content"), "--debug:custom-hive", hive);
        await DotnetAsync(
            directory, "new", "signet-check", "--name", "Acme.Checks", "--output", project, "--check", "acme_tools", "--signet", Repository.PathOf(),
            "--debug:custom-hive", hive);
        await DotnetAsync(directory, "build", project, "--configuration", Path.GetFileName(PluginDirectory.Built), "--output", output, "-p:BuildProjectReferences=false", "--nologo");

        PluginCatalog catalog = PluginDirectory.Load(directory.File("plugins"));
        PluginReport report = Assert.Single(catalog.Plugins);
        Assert.Equal(("acme_tools", PluginStatus.Loaded, ""), (report.Check, report.Status, report.Problem));
        Assert.False(File.Exists(Path.Combine(output, "Signet.Policy.dll")));

        PolicyPipeline policy = Policies.Build(catalog.Registry, """{"check":"acme_tools","tools":["pay"]}""");
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.Equal(Decision.Block, (await policy.JudgeAsync(Policies.Request("x"), Policies.Call("pay"), token)).Decision);
        Assert.Equal(Decision.Allow, (await policy.JudgeAsync(Policies.Request("x"), Policies.Call("read"), token)).Decision);
        Assert.Contains(Policies.Errors(catalog.Registry, """{"check":"acme_tools"}"""), error => error.Path == "/checks/0/tools");
    }

    private static async Task DotnetAsync(TemporaryDirectory directory, params string[] arguments)
    {
        // Builds that stay behind as servers would keep the redirected streams open.
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false", ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}:\n{await output}\n{await error}");
    }
}
