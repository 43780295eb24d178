using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Signet.Policy.Content;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Bench.Policy;

/// <summary>
/// What the checks of one request of 1 KB and of its answer of 1 KB cost, with every content check on. The baseline looks for one word in
/// the same text, which is the least that any look at it costs.
/// </summary>
[MemoryDiagnoser]
public class PolicyBenchmarks
{
    private const string Yaml = """
        {"version":1,"checks":[
          {"check":"owner_resolution"},
          {"check":"classification_gate"},
          {"check":"prompt_injection"},
          {"check":"regex_content","rules":[
            {"label":"ssn","pattern":"\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\b","action":"redact"},
            {"label":"mail","pattern":"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}","action":"redact"}]},
          {"check":"scope_drift"},
          {"check":"tool_call_inspector","tools":{"search":{"tier":"low"}}}]}
        """;

    private static readonly InspectionChannel Content = new(0, ContentKind.Text, "content");
    private static readonly InspectionChannel Id = new(0, ContentKind.Unknown, "answer/id/0");
    private static readonly InspectionChannel Model = new(0, ContentKind.Unknown, "answer/model/1");

    private readonly PolicyPipeline _pipeline;
    private readonly string _text;
    private readonly string[] _words;

    public PolicyBenchmarks()
    {
        if (!PolicyDocument.TryParse(Encoding.UTF8.GetBytes(Yaml), out var document, out var errors))
        {
            throw new InvalidOperationException(errors[0].ToString());
        }

        _pipeline = document.Build(TimeProvider.System);
        const string sentence = "The quick brown fox jumps over the lazy dog while 12 engineers watch the gateway decide what may happen next. ";
        _text = string.Concat(Enumerable.Repeat(sentence, 10))[..1_000];
        _words = [.. _text.Chunk(16).Select(chunk => new string(chunk))];
    }

    [Benchmark(Baseline = true)]
    public bool Contains() => _text.Contains("ignore previous", StringComparison.OrdinalIgnoreCase);

    [Benchmark]
    public async Task<StageOutcome> Admit() => await _pipeline.AdmitAsync(Request(_text), CancellationToken.None);

    [Benchmark]
    public StageOutcome InspectWhole() => Inspect([_text]);

    [Benchmark]
    public StageOutcome InspectPieces() => Inspect(_words);

    private StageOutcome Inspect(string[] pieces)
    {
        var inspection = _pipeline.Inspect(Request(_text));
        Whole(inspection, Id, "chatcmpl-0123456789abcdef");
        Whole(inspection, Model, "any-model");
        foreach (var piece in pieces)
        {
            inspection.Push(Content, piece);
        }

        inspection.Complete(Content);
        return inspection.Outcome;
    }

    private static void Whole(ResponseInspection inspection, InspectionChannel channel, string text)
    {
        inspection.Push(channel, text);
        inspection.Complete(channel);
    }

    /// <summary>A request with a text of its user's.</summary>
    internal static RequestContext Request(string text) => new()
    {
        Method = "POST",
        Path = "/v1/chat/completions",
        Surface = "openai.chat_completions",
        Source = IPAddress.Loopback,
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Commit-Owner"] = "human:ada" },
        Content =
        [
            new ContentItem { Kind = ContentKind.Unknown, Direction = ContentDirection.Request, Location = "/model", Text = "any" },
            new ContentItem
            {
                Kind = ContentKind.Text, Direction = ContentDirection.Request, Role = ContentRole.User, Location = "/messages/0/content", Text = text,
            },
        ],
    };
}
