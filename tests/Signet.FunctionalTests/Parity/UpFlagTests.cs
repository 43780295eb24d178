using Signet.Cli.Commands;
using Signet.Testing.Processes;

namespace Signet.FunctionalTests.Parity;

/// <summary>I10: every option of <c>signet up</c> changes what it does. An option without a demonstration here fails.</summary>
public sealed class UpFlagTests(UpPair up) : IClassFixture<UpPair>
{
    /// <summary>For each option what shows it; the arguments are those of a start that would succeed without it.</summary>
    private Dictionary<string, Func<Task>> Demonstrations => new()
    {
        ["--data"] = () =>
        {
            Assert.Contains(up.PlainData, up.Plain.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(up.PlainData, "signet.json")) && File.Exists(Path.Combine(up.ChangedData, "signet.json")));
            return Task.CompletedTask;
        },
        ["--address"] = () =>
        {
            Assert.Equal(("127.0.0.1", "0.0.0.0"), (up.Plain.Address.Host, up.Changed.Address.Host));
            return Task.CompletedTask;
        },
        ["--port"] = () => AssertFailsAsync("--port", $"{up.Plain.Address.Port}", "--management-port", "0"),
        ["--management-port"] = () => AssertFailsAsync("--management-port", $"{up.Plain.ManagementAddress.Port}", "--port", "0"),
        ["--level"] = async () =>
        {
            Assert.Contains("\"acknowledgement\":\"chain\"", await UpPair.ReadyAsync(up.Plain), StringComparison.Ordinal);
            Assert.Contains("\"acknowledgement\":\"spool\"", await UpPair.ReadyAsync(up.Changed), StringComparison.Ordinal);
            Assert.Contains("level    spool", up.Changed.Output, StringComparison.Ordinal);
            Assert.Equal((false, true), (Directory.Exists(Path.Combine(up.PlainData, "spool")), Directory.Exists(Path.Combine(up.ChangedData, "spool"))));
        },
        ["--upstream"] = () =>
        {
            Assert.Contains("model    DEVELOPMENT STAND-IN", up.Plain.Output, StringComparison.Ordinal);
            Assert.Contains("model    default: 127.0.0.1", up.Changed.Output, StringComparison.Ordinal);
            return Task.CompletedTask;
        },
        ["--route"] = async () =>
        {
            // Who speaks Anthropic's API is refused by the default policy, and without a route before any policy.
            Assert.StartsWith("403", await UpPair.AskAsync(up.Plain, "/v1/messages"), StringComparison.Ordinal);
            Assert.StartsWith("404", await UpPair.AskAsync(up.Changed, "/v1/messages"), StringComparison.Ordinal);
        },
        ["--upstream-key-file"] = async () =>
        {
            Assert.Contains("with signet's key", up.Changed.Output, StringComparison.Ordinal);
            await AssertFailsAsync(
                "--upstream", "http://127.0.0.1:1/v1", "--upstream-key-file", $"default={up.Missing}", "--port", "0", "--management-port", "0");
        },
        ["--policy"] = async () =>
        {
            // The default policy asks for an owner, the other one for neither that nor anything but its word.
            Assert.StartsWith("403", await UpPair.AskAsync(up.Plain), StringComparison.Ordinal);
            Assert.Contains("the rule word", await UpPair.AskAsync(up.Changed), StringComparison.Ordinal);
            await AssertFailsAsync("--policy", up.Missing, "--port", "0", "--management-port", "0");
        },
        ["--verbose-errors"] = async () =>
        {
            Assert.DoesNotContain("\"check\"", await UpPair.AskAsync(up.Plain), StringComparison.Ordinal);
            Assert.Contains("\"check\":\"regex_content\"", await UpPair.AskAsync(up.Changed), StringComparison.Ordinal);
        },

        // The changed start needs all three of them: without one its policy is refused.
        ["--plugins"] = () => AssertFailsAsync("--policy", up.PolicyPath, "--check-secrets", up.Secrets, "--port", "0", "--management-port", "0"),
        ["--check-secrets"] = () => AssertFailsAsync("--policy", up.PolicyPath, "--plugins", UpPair.Plugins, "--port", "0", "--management-port", "0"),
        ["--plugin-pins"] = () => AssertFailsAsync(
            "--policy", up.PolicyPath, "--check-secrets", up.Secrets, "--plugins", UpPair.Plugins, "--plugin-pins", up.Missing,
            "--port", "0", "--management-port", "0"),
        ["--tsa"] = () =>
        {
            Assert.Contains("anchors  DEVELOPMENT STAND-IN", up.Plain.Output, StringComparison.Ordinal);
            Assert.Contains("anchors  127.0.0.1", up.Changed.Output, StringComparison.Ordinal);
            return Task.CompletedTask;
        },
        ["--tsa-roots"] = () => AssertFailsAsync(
            "--tsa-roots", up.Missing, "--tsa", "http://127.0.0.1:1/tsr", "--port", "0", "--management-port", "0"),

        // What a witness does is told by Signet.EndToEndTests (UpWithWitnessTests).
        ["--witness"] = () => AssertFailsAsync("--witness", "outside=http://127.0.0.1:1", "--port", "0", "--management-port", "0"),
        ["--witness-key"] = () => AssertFailsAsync(
            "--witness", "outside=http://127.0.0.1:1", "--witness-key", "outside=no-key", "--port", "0", "--management-port", "0"),

        // What a store in S3 does is told by Signet.EndToEndTests (ProcessesOnS3Tests).
        ["--store"] = () => AssertFailsAsync("--store", "s3://nowhere", "--port", "0", "--management-port", "0"),
        ["--s3"] = () => AssertFailsAsync("--s3", up.Missing, "--store", "s3://nowhere", "--port", "0", "--management-port", "0"),

        // What the demonstration itself does is told by Signet.EndToEndTests (DemoTests).
        ["--demo"] = () => AssertFailsAsync("--demo", "--upstream", "http://127.0.0.1:1/v1", "--port", "0", "--management-port", "0"),

        // What it prints is told by Signet.Cli.Tests (JsonOutputTests); the demonstration speaks to people alone.
        ["--json"] = () => AssertFailsAsync("--json", "--demo", "--port", "0", "--management-port", "0"),
    };

    public static TheoryData<string> Options() => new(UpCommand.Create().Options.Select(option => option.Name));

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Option_OfUp_ChangesWhatItDoes(string option)
    {
        Assert.True(Demonstrations.TryGetValue(option, out var demonstration), $"Nothing shows what {option} does.");
        await demonstration();
    }

    private async Task AssertFailsAsync(params string[] arguments)
    {
        var result = await SignetExecutable.RunAsync(
            ["up", "--data", up.Missing + "-data", .. arguments], null, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }
}
