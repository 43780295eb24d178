using Signet.Testing.Guides;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.Docs.Tests.Commands;

/// <summary>Each call of curl in the guides is answered by a running signet.</summary>
public sealed class ShownCommandTests
{
    private const string Address = "http://127.0.0.1:8443";

    /// <summary>True for what this class runs.</summary>
    internal static bool Runs(DocumentedCommand command) =>
        command.Text.StartsWith("curl ", StringComparison.Ordinal) && command.Text.Contains(Address, StringComparison.Ordinal);

    [Fact]
    public async Task Curl_IsAnswered()
    {
        using var data = new TemporaryDirectory();
        using var folder = new TemporaryDirectory();
        await using var signet = await SignetProcess.UpAsync(data.Path, [], TestContext.Current.CancellationToken);
        var shell = new GuideShell(folder.Path);
        var calls = DocumentedCommands.All.Where(Runs).ToList();
        Assert.NotEmpty(calls);
        foreach (var call in calls)
        {
            var here = call.Text.Replace(Address, signet.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
            var result = await shell.RunAsync(here.Replace("curl ", "curl --fail-with-body ", StringComparison.Ordinal));
            Assert.True(result.ExitCode == 0, $"{call}\n{result.Output}\n{result.Error}");
        }
    }
}
