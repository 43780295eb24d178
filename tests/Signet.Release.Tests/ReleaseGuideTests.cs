using Signet.Testing;
using Signet.Testing.Guides;

namespace Signet.Release.Tests;

/// <summary>
/// A releaser and somebody who checks his release, who type what the page shows: a key is made, a release with it, and checked, and its tool is installed
/// and run. It is made of what is committed, in a clone of this repository, and for a moment: without the binaries, which take minutes.
/// </summary>
public sealed class ReleaseGuideTests : IDisposable
{
    private const string WithoutBinaries = " --no-binaries";

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SIGNET_TEST_FULL") == "1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signet-release-");

    private string Clone => Path.Combine(_folder.FullName, "clone");

    private string Files => Path.Combine(Clone, "out");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>In the order of doing: the page tells first what more people need.</summary>
    [Fact]
    public async Task Release_MadeCheckedAndInstalledAsThePageSays_Holds()
    {
        await DoAsync(_folder.FullName, $"git clone --quiet --shared '{Repository.PathOf()}' clone");
        var commands = CommandRunners.CommandsOf(typeof(ReleaseGuideTests)).Select(command => command.Text).ToList();

        await DoAsync(Clone, Take(commands, "openssl genpkey "));
        await DoAsync(Clone, Take(commands, "openssl pkey "));
        await DoAsync(Clone, Take(commands, "eng/release 0.1.0 out --key ") + WithoutBinaries);
        await DoAsync(Files, "cp ../signet-release.pem .");
        Assert.Contains("Signature Verified Successfully", await DoAsync(Files, Take(commands, "openssl pkeyutl -verify ")), StringComparison.Ordinal);
        await DoAsync(Files, Take(commands, "sha256sum --check "));

        // For everybody on the machine, whose home is here.
        var home = Path.Combine(_folder.FullName, "home");
        await DoAsync(Files, $"export DOTNET_CLI_HOME='{home}'; {Take(commands, "dotnet tool install ")}");
        Assert.Contains("0.1.0", await DoAsync(home, ".dotnet/tools/signet --version"), StringComparison.Ordinal);

        await MakeItselfAsync(Take(commands, "eng/release 0.1.0 mine "));
        Assert.Empty(commands);
    }

    /// <summary>Once more takes as long again; <c>eng/test --full</c> does it and compares, the ordinary run sees that the line is understood.</summary>
    private async Task MakeItselfAsync(string line)
    {
        if (IsFull)
        {
            var sums = await File.ReadAllTextAsync(Path.Combine(Files, "SHA256SUMS"), TestContext.Current.CancellationToken);
            Assert.EndsWith(sums, await DoAsync(Clone, line + WithoutBinaries), StringComparison.Ordinal);
            return;
        }

        await DoAsync(Clone, "mkdir mine; touch mine/theirs");
        var (exitCode, output) = await Script.ShellAsync(Clone, line);
        Assert.Equal(1, exitCode);
        Assert.EndsWith("/mine is not empty.\n", output, StringComparison.Ordinal);
    }

    /// <summary>The one command that begins so, which is done then.</summary>
    private static string Take(List<string> commands, string beginning)
    {
        var command = Assert.Single(commands, text => text.StartsWith(beginning, StringComparison.Ordinal));
        commands.Remove(command);
        return command;
    }

    private static async Task<string> DoAsync(string folder, string command)
    {
        var (exitCode, output) = await Script.ShellAsync(folder, command);
        Assert.True(exitCode == 0, $"{command}\n{output}");
        return output;
    }
}
