using System.Text.Json.Nodes;
using Signet.Gateway.Surfaces;
using Signet.Gateway.Surfaces.ChatCompletions;
using Signet.Gateway.Surfaces.Completions;
using Signet.Gateway.Surfaces.Messages;
using Signet.Gateway.Surfaces.Responses;
using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Surfaces;

/// <summary>What a model reads as one text is one to the checks, on every surface; what it reads apart isn't.</summary>
public sealed class MessagePartsTests
{
    private const string First = "4000 0012";
    private const string Second = " 3456 7899";

    private static readonly Dictionary<string, ISurface> Surfaces = new()
    {
        ["chat"] = new ChatCompletionsSurface(),
        ["responses"] = new ResponsesSurface(),
        ["messages"] = new MessagesSurface(),
        ["completions"] = new CompletionsSurface(),
    };

    [Theory]
    [InlineData("chat", """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"1"},{"type":"text","text":"2"}]}]}""")]
    [InlineData("chat", """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"1","x":"y"},{"z":"y","type":"text","text":"2"}]}]}""")]
    [InlineData("chat", """{"model":"m","messages":[{"role":"tool","tool_call_id":"c","content":[{"type":"text","text":"1"},{"type":"text","text":"2"}]}]}""")]
    [InlineData("chat", """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"1"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"2"}]}]}""")]
    [InlineData("responses", """{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"1"},{"type":"input_text","text":"2"}]}]}""")]
    [InlineData("responses", """{"model":"m","input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"1"},{"type":"input_text","text":"2"}]}]}""")]
    [InlineData("messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"1"},{"type":"text","text":"2"}]}]}""")]
    [InlineData("messages", """{"model":"m","max_tokens":9,"system":[{"type":"text","text":"1","cache_control":{"type":"ephemeral"}},{"type":"text","text":"2"}],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"1"},{"type":"text","text":"2"}]}]}]}""")]
    public async Task Admit_ValueOverPartsOfOneMessage_IsRedacted(string surface, string body) =>
        Assert.Equal(Decision.Redact, await DecideAsync(surface, body));

    [Theory]
    [InlineData("chat", """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"1"}]},{"role":"user","content":[{"type":"text","text":"2"}]}]}""")]
    [InlineData("responses", """{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"1"}]},{"role":"user","content":[{"type":"input_text","text":"2"}]}]}""")]
    [InlineData("messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"1"}]},{"type":"tool_result","tool_use_id":"u","content":[{"type":"text","text":"2"}]}]}]}""")]
    [InlineData("completions", """{"model":"m","prompt":["1","2"]}""")]
    public async Task Admit_ValueOverSeveralMessages_IsNone(string surface, string body) => Assert.Equal(Decision.Allow, await DecideAsync(surface, body));

    private static async Task<Decision> DecideAsync(string surface, string body)
    {
        var root = JsonNode.Parse(body)!;
        var text = root.ToJsonString().Replace("\"1\"", $"\"{First}\"", StringComparison.Ordinal).Replace("\"2\"", $"\"{Second}\"", StringComparison.Ordinal);
        var request = new RequestContext
        {
            Method = "POST",
            Path = "/",
            Surface = surface,
            Headers = new Dictionary<string, string>(),
            Content = SurfaceRead.Of(Surfaces[surface], text).Read!.Items,
        };
        PolicyPipeline pipeline = new([new SensitiveDataCheck(new SensitiveDataOptions())], shadow: false, TimeProvider.System);
        return (await pipeline.AdmitAsync(request, TestContext.Current.CancellationToken)).Decision;
    }
}
