using Signet.Testing;
using Signet.Testing.Guides;
using Signet.Testing.Storage;

namespace Signet.Docs.Tests.Commands;

/// <summary>
/// Somebody who writes a check of his own as the page on plug-ins says: makes it from the template, builds it, and starts signet with it, unpinned and
/// pinned. Changed are the path of his clone and ports; the build takes what is built of signet already.
/// </summary>
public sealed class PluginGuideTests
{
    [Fact]
    public async Task Plugins_FromTheTemplateToThePins_DoesWhatItSays()
    {
        using var folder = new TemporaryDirectory();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        var shell = new GuideShell(folder.Path)
        {
            Variables =
            {
                // Templates are installed in a home of the test's own; packages are where they were, since the clone's are written down with their paths.
                ["DOTNET_CLI_HOME"] = folder.File("home"),
                ["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                    ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),

                // Builds that stay behind as servers would keep the redirected streams open.
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["UseSharedCompilation"] = "false",
                ["BuildProjectReferences"] = "false",
                ["Configuration"] = configuration,
            },
        };
        await shell.DoAsync($"mkdir plugins home && ln -s '{Repository.PathOf("plugins", "template")}' plugins/template");
        var ups = 0;
        foreach (var command in CommandRunners.CommandsOf(typeof(PluginGuideTests)))
        {
            var text = command.Text.Replace("/path/to/signet", Repository.PathOf(), StringComparison.Ordinal);
            if (!text.StartsWith("signet up ", StringComparison.Ordinal))
            {
                await shell.DoAsync(text);
                continue;
            }

            // Where one builds, the template's folder isn't a plug-in.
            File.Delete(folder.File("plugins", "template"));
            await File.WriteAllTextAsync(
                folder.File("policy.yaml"), "version: 1\nchecks:\n  - check: acme_tools\n    tools: [pay]\n", TestContext.Current.CancellationToken);
            await using var serving = await ServingCommand.StartAsync(
                shell.StartInfo($"exec {text} --policy policy.yaml --data up-{++ups} --port 0 --management-port 0"), TestContext.Current.CancellationToken);
            var (exitCode, error) = await serving.StopAsync(TestContext.Current.CancellationToken);
            Assert.True(exitCode == 0, $"{command}\n{error}");
        }

        // The pins are what the second start went by.
        Assert.Equal(2, ups);
        await File.AppendAllTextAsync(folder.File("plugins", "Acme.Checks", "Acme.Checks.dll"), "x", TestContext.Current.CancellationToken);
        var changed = await shell.RunAsync("signet up --plugins plugins --plugin-pins plugins.sha256 --policy policy.yaml --data up-3 --port 0 --management-port 0");
        Assert.NotEqual(0, changed.ExitCode);
        Assert.Contains("Acme.Checks", changed.Error, StringComparison.Ordinal);
    }
}
