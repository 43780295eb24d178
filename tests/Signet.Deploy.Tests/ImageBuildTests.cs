using Signet.Testing;
using Signet.Testing.Guides;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.Deploy.Tests;

/// <summary>
/// <c>deploy/images/build</c> as the guide has it, with a program in the place of <c>docker</c> that writes down how it was called: its Dockerfiles begin with
/// images of a registry. The tests of the containers build all of them with <c>--local</c>, and run them.
/// </summary>
public sealed class ImageBuildTests
{
    private const string Docker = """
        #!/usr/bin/env bash
        printf '%s\n' "$*" >> "$CALLS"

        """;

    [Fact]
    public async Task Build_AsDocumented_BuildsEachImageFromItsDockerfile()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("docker"), Docker, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder.File("docker"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var line = Assert.Single(CommandRunners.CommandsOf(typeof(ImageBuildTests))).Text.Split(' ');
        var result = await CommandProcess.RunAsync(
            "env", ["-u", "SDK", "-u", "BASE", $"CALLS={folder.File("calls")}", $"PATH={folder.Path}:{Environment.GetEnvironmentVariable("PATH")}", .. line]);
        Assert.True(result.ExitCode == 0, result.Error);

        var calls = await File.ReadAllLinesAsync(folder.File("calls"), TestContext.Current.CancellationToken);
        Assert.All(calls, call => Assert.EndsWith(" .", call, StringComparison.Ordinal));
        var built = calls.Select(call => call.Split(' ')).Select(call => (File: After(call, "--file"), Image: After(call, "--tag"))).Order().ToList();
        Assert.Equal(
            Directory.GetFiles(Repository.PathOf("deploy", "images"), "*.Dockerfile").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
                .Select(file => ($"deploy/images/{file}", $"registry.example/signet/{file.Split('.')[0]}:0.1.0")),
            built);
    }

    private static string After(string[] words, string option) => words[Array.IndexOf(words, option) + 1];
}
