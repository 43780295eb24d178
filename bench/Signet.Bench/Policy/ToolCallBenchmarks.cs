using System.Text;
using BenchmarkDotNet.Attributes;
using Signet.Policy.Content;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Bench.Policy;

/// <summary>What a tool call without findings costs: by its name alone, and with 200 octets of arguments under a schema of five properties.</summary>
[MemoryDiagnoser]
public class ToolCallBenchmarks
{
    private const string Policy = """
        {"version":1,"checks":[{"check":"tool_call_inspector","tools":{"named":{"tier":"low"},
        "checked":{"tier":"low","arguments":{"type":"object","additionalProperties":false,"required":["path","url","amount"],"properties":{
        "path":{"type":"string","maxLength":200},"url":{"type":"string","maxLength":200},"amount":{"type":"number","minimum":0,"maximum":1000},
        "mode":{"enum":["read","write"]},"tags":{"type":"array","maxItems":8,"items":{"type":"string"}}}}},
        "located":{"tier":"low","paths":[{"at":"/path","roots":["/srv/docs"],"deny":["**/.git/**"]}],
        "hosts":[{"at":"/url","allow":["*.example.com"]}],"amounts":[{"at":"/amount","max":1000}]}}}]}
        """;

    private const string Arguments = """
        {"path":"/srv/docs/reports/2026/quarter-one.md","url":"https://files.example.com/upload?id=12345&kind=report","amount":249.99,"mode":"read","tags":["finance","quarterly","draft","reviewed-by-two"]}
        """;

    private readonly PolicyPipeline _pipeline;
    private readonly RequestContext _request = new()
    {
        Method = "POST",
        Path = "/v1/chat/completions",
        Surface = "openai.chat_completions",
        Headers = new Dictionary<string, string>(),
        Content = [],
    };

    public ToolCallBenchmarks()
    {
        if (!PolicyDocument.TryParse(Encoding.UTF8.GetBytes(Policy), out var document, out var errors))
        {
            throw new InvalidOperationException(errors[0].ToString());
        }

        _pipeline = document.Build(TimeProvider.System);
        foreach (var name in new[] { "named", "checked", "located" })
        {
            if (Judge(name).GetAwaiter().GetResult().Decision != Decision.Allow)
            {
                throw new InvalidOperationException("The call has to be allowed.");
            }
        }
    }

    [Benchmark(Baseline = true)]
    public Task<StageOutcome> ByName() => Judge("named");

    [Benchmark]
    public Task<StageOutcome> BySchema() => Judge("checked");

    [Benchmark]
    public Task<StageOutcome> ByPathHostAndAmount() => Judge("located");

    private async Task<StageOutcome> Judge(string tool) => await _pipeline.JudgeAsync(
        _request, new ToolCall { Choice = 0, Index = 0, Name = tool, Arguments = Arguments }, CancellationToken.None);
}
