using System.Text;
using System.Text.Json.Nodes;
using Signet.Bench.Policy;
using Signet.Hosting.Policies;
using Signet.Policy.Content;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Bench.Adversarial;

/// <summary>One check alone, or all of a policy, on a request and on the same text as an answer and as a call's arguments.</summary>
internal sealed class CheckUnderTest
{
    private const int Piece = 512;

    private static readonly InspectionChannel Content = new(0, ContentKind.Text, "content");

    private readonly PolicyPipeline _pipeline;
    private readonly string? _tool;

    private CheckUnderTest(string name, PolicyPipeline pipeline, string? tool) => (Name, _pipeline, _tool) = (name, pipeline, tool);

    public string Name { get; }

    /// <summary>Every check of a policy on its own, and all of them.</summary>
    public static IReadOnlyList<CheckUnderTest> Of(byte[] yaml)
    {
        var document = JsonNode.Parse(PolicyFile.Parse(yaml).Json.Span)!.AsObject();
        var checks = document["checks"]!.AsArray().Select(check => check!.DeepClone().AsObject()).ToList();
        document["tool_calls"] = "pass";
        var tool = checks.Select(check => check["tools"]).OfType<JsonObject>().FirstOrDefault()?.First().Key;
        return
        [
            .. checks.Select(check => new CheckUnderTest((string)(check["name"] ?? check["check"])!, Build(document, [check]), tool)),
            new CheckUnderTest("all", Build(document, checks), tool),
        ];
    }

    /// <summary>The call that carries a text in its arguments, or null when the policy lists no tool.</summary>
    public ToolCall? CallWith(string text) => _tool is null
        ? null
        : new ToolCall { Choice = 0, Index = 0, Name = _tool, Arguments = new JsonObject { ["city"] = text }.ToJsonString() };

    public async Task RunAsync(string text, ToolCall? call)
    {
        var request = PolicyBenchmarks.Request(text);
        await _pipeline.AdmitAsync(request, CancellationToken.None);
        var inspection = _pipeline.Inspect(request);
        for (var at = 0; at < text.Length; at += Piece)
        {
            inspection.Push(Content, text.AsSpan(at, Math.Min(Piece, text.Length - at)));
        }

        inspection.Complete(Content);
        if (call is not null)
        {
            await _pipeline.JudgeAsync(request, call, CancellationToken.None);
        }
    }

    /// <summary>Admits a request with a text; no check here waits for anything.</summary>
    public StageOutcome Admit(string text) => _pipeline.AdmitAsync(PolicyBenchmarks.Request(text), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Inspects a text as an answer that comes in pieces.</summary>
    public StageOutcome Inspect(string text, int piece)
    {
        var inspection = _pipeline.Inspect(PolicyBenchmarks.Request(""));
        for (var at = 0; at < text.Length; at += piece)
        {
            inspection.Push(Content, text.AsSpan(at, Math.Min(piece, text.Length - at)));
        }

        inspection.Complete(Content);
        return inspection.Outcome;
    }

    private static PolicyPipeline Build(JsonObject document, IEnumerable<JsonObject> checks)
    {
        document["checks"] = new JsonArray([.. checks.Select(check => check.DeepClone())]);
        return PolicyDocument.TryParse(Encoding.UTF8.GetBytes(document.ToJsonString()), out var policy, out var errors)
            ? policy.Build(TimeProvider.System)
            : throw new InvalidOperationException(errors[0].ToString());
    }
}
