using System.Text.Json;
using Signet.Policy.Content;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Testing.Services;

namespace Signet.Extensions.Tests.Plugins;

public sealed class SandboxPreviewTests
{
    private const string Options =
        "\"dry_run_tools\":[\"mail\"],\"allowed_effects\":[\"mail.draft\",\"file.read\"],\"blocked_effects\":[\"file.delete\"]";

    private static readonly CheckRegistry Registry = PluginDirectory.Load(PluginDirectory.Built).Registry;

    [Theory]
    [InlineData("""{"ok":true,"effects":[]}""", Decision.Allow)]
    [InlineData("""{"ok":true,"effects":["mail.draft","file.read"]}""", Decision.Allow)]
    [InlineData("""{"ok":true,"effects":["mail.draft","mail.send"]}""", Decision.Escalate)]
    [InlineData("""{"ok":true,"effects":["mail.send","file.delete"]}""", Decision.Block)]
    [InlineData("""{"ok":false,"effects":["mail.draft"]}""", Decision.Block)]
    public async Task JudgeAsync_Effects_Decide(string preview, Decision expected)
    {
        await using RawService sandbox = RawService.Json(_ => preview);
        StageOutcome outcome = await JudgeAsync(sandbox, Policies.Call("mail", "{\"to\":\"a\"}"));
        Assert.Equal((expected, "sandbox_preview"), (outcome.Decision, expected == Decision.Allow ? "sandbox_preview" : outcome.Check));
        using JsonDocument asked = JsonDocument.Parse(Assert.Single(sandbox.Calls).Body);
        Assert.Equal(("mail", "{\"to\":\"a\"}"), (asked.RootElement.GetProperty("tool").GetString(), asked.RootElement.GetProperty("arguments").GetString()));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":"true","effects":[]}""")]
    [InlineData("""{"ok":true,"effects":null}""")]
    [InlineData("""{"ok":true,"effects":[null]}""")]
    [InlineData("""{"ok":true,"effects":["Mail draft"]}""")]
    [InlineData("""{"ok":true,"effects":["mail.draft"],"details":"x"}""")]
    [InlineData("""{"ok":true,"ok":true,"effects":[]}""")]
    [InlineData("""{"ok":true,"effects":[[[[[]]]]]}""")]
    public async Task JudgeAsync_AnswerThatIsNone_Blocks(string preview)
    {
        await using RawService sandbox = RawService.Json(_ => preview);
        StageOutcome outcome = await JudgeAsync(sandbox, Policies.Call("mail"));
        Assert.Equal((Decision.Block, "the trial of the call failed"), (outcome.Decision, outcome.Reason));
    }

    [Fact]
    public async Task JudgeAsync_TooManyEffects_Blocks()
    {
        await using RawService sandbox = RawService.Json(
            _ => $$"""{"ok":true,"effects":[{{string.Join(',', Enumerable.Repeat("\"mail.draft\"", 65))}}]}""");
        Assert.Equal(Decision.Block, (await JudgeAsync(sandbox, Policies.Call("mail"))).Decision);
    }

    [Fact]
    public async Task JudgeAsync_SandboxThatIsOut_Blocks()
    {
        await using RawService sandbox = RawService.Octets(_ => RawService.JsonResponse("""{"ok":true,"effects":[]}""", "500 Oops"));
        Assert.Equal(Decision.Block, (await JudgeAsync(sandbox, Policies.Call("mail"))).Decision);
    }

    [Fact]
    public async Task JudgeAsync_ToolThatCantBeTriedOut_Escalates()
    {
        await using RawService sandbox = RawService.Json(_ => """{"ok":true,"effects":[]}""");
        Assert.Equal(Decision.Escalate, (await JudgeAsync(sandbox, Policies.Call("launch"))).Decision);
        Assert.Empty(sandbox.Calls);
    }

    [Fact]
    public async Task JudgeAsync_ToolThatIsNotListed_IsAllowed()
    {
        await using RawService sandbox = RawService.Json(_ => """{"ok":false,"effects":[]}""");
        Assert.Equal(Decision.Allow, (await JudgeAsync(sandbox, Policies.Call("read"), "\"only_for_tools\":[\"mail\"],")).Decision);
        Assert.Equal(Decision.Block, (await JudgeAsync(sandbox, Policies.Call("mail"), "\"only_for_tools\":[\"mail\"],")).Decision);
        Assert.Single(sandbox.Calls);
    }

    [Theory]
    [InlineData("\"url\":\"x\"", "/checks/0/url")]
    [InlineData("\"url\":\"http://a\",\"token\":\"t\"", "/checks/0/token")]
    [InlineData("\"url\":\"http://a\",\"only_for_tools\":[]", "/checks/0/only_for_tools")]
    [InlineData("\"url\":\"http://a\",\"allowed_effects\":[\"x\"],\"blocked_effects\":[\"x\"]", "/checks/0/blocked_effects")]
    public void Options_Bad_SayWhere(string options, string path) => Assert.Contains(
        path, Policies.Errors(Registry, $$"""{"check":"sandbox_preview",{{options}}}""").Select(error => error.Path));

    private static async Task<StageOutcome> JudgeAsync(RawService sandbox, ToolCall call, string options = "")
    {
        PolicyPipeline sut = Policies.Build(Registry, $$"""{"check":"sandbox_preview",{{options}}"answer_within_ms":60000,"url":"{{sandbox.Address}}",{{Options}}}""");
        return await sut.JudgeAsync(Policies.Request("x"), call, TestContext.Current.CancellationToken);
    }
}
