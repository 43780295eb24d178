using Signet.Testing.Processes;

namespace Signet.EndToEndTests.CommandLines;

public sealed class DemoTests
{
    [Fact]
    public async Task Demo_OnAFreshMachine_EndsAsItShould()
    {
        var result = await SignetExecutable.RunAsync(
            ["up", "--demo", "--port", "0", "--management-port", "0"], null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("FAILED", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("BROKEN", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Every step ended as it should.\n", result.Output, StringComparison.Ordinal);
        var place = result.Output.Split('\n').First(line => line.Contains("  log  ", StringComparison.Ordinal)).Split(" in ")[1].Split(' ')[0];
        Assert.False(Directory.Exists(place), $"{place} was left behind.");
    }
}
