using Signet.Policy.Checks.ToolCallInspector;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ToolCallInspector;

public sealed class ToolCallInspectorCheckTests
{
    private static readonly Dictionary<string, ToolRule> Tools = new()
    {
        ["read"] = new(RiskTier.Low),
        ["delete"] = new(RiskTier.Medium, Irreversible: true),
        ["pay"] = new(RiskTier.High, Irreversible: true),
        ["restart"] = new(RiskTier.High),
        ["launch"] = new(RiskTier.Critical, Irreversible: true),
    };

    [Theory]
    [InlineData("read", Decision.Allow)]
    [InlineData("Read", Decision.Block)]
    [InlineData("rm_rf", Decision.Block)]
    [InlineData("delete", Decision.Allow)]
    [InlineData("pay", Decision.Escalate)]
    [InlineData("restart", Decision.Allow)]
    [InlineData("launch", Decision.Block)]
    public async Task JudgeAsync_Defaults_Decide(string tool, Decision expected) =>
        Assert.Equal(expected, (await Judge(new() { Tools = Tools }, tool)).Decision);

    [Fact]
    public async Task JudgeAsync_Options_MoveTheLimits()
    {
        ToolCallInspectorOptions options = new()
        {
            Tools = Tools,
            MaxAllowedTier = RiskTier.Critical,
            EscalateAtTier = RiskTier.Medium,
            AllowUnregistered = true,
        };
        Assert.Equal(Decision.Escalate, (await Judge(options, "delete")).Decision);
        Assert.Equal(Decision.Escalate, (await Judge(options, "launch")).Decision);
        Assert.Equal(Decision.Allow, (await Judge(options, "rm_rf")).Decision);
    }

    [Fact]
    public async Task JudgeAsync_Metadata_NamesRegisteredToolsOnly()
    {
        CheckResult known = await Judge(new() { Tools = Tools }, "pay");
        Assert.Equal(("pay", "high", "true"), (known.Metadata["tool"], known.Metadata["tier"], known.Metadata["irreversible"]));
        CheckResult unknown = await Judge(new() { Tools = Tools }, "model_words");
        Assert.DoesNotContain("model_words", unknown.Metadata.Values);
        Assert.DoesNotContain("model_words", unknown.Reason, StringComparison.Ordinal);
    }

    private static async Task<CheckResult> Judge(ToolCallInspectorOptions options, string tool) =>
        await new ToolCallInspectorCheck(options).JudgeAsync(
            Requests.With("x"), Requests.Call(tool), TestContext.Current.CancellationToken);
}
