using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.ChatCompletions;
using Signet.Policy.Pipeline;

namespace Signet.Bench;

/// <summary>
/// What the gateway does with one request of 1 KB and its answer, without checks, network and record. The baseline is one pass of the
/// JSON reader over an answer's octets.
/// </summary>
[MemoryDiagnoser]
public class GatewayBenchmarks
{
    private static readonly PolicyPipeline NoChecks = new([], shadow: false, TimeProvider.System, passToolCalls: true);

    private readonly byte[] _request;
    private readonly byte[] _answer;
    private readonly byte[][] _events;
    private readonly ChatCompletionsSurface _surface = new();
    private readonly RequestContext _context = Policy.PolicyBenchmarks.Request("");

    public GatewayBenchmarks()
    {
        var text = string.Concat(Enumerable.Repeat("All work and no play makes a dull day. ", 20));
        _request = Encoding.UTF8.GetBytes($$"""{"model":"any","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"{{text}}"}]}""");
        _answer = Encoding.UTF8.GetBytes(
            $$$"""{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"any","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""");
        _events = [.. text.Split(' ')[..64].Select(word => Encoding.UTF8.GetBytes(
            $$$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"any","choices":[{"index":0,"delta":{"content":"{{{word}}} "},"finish_reason":null}]}"""))];
    }

    [Benchmark(Baseline = true)]
    public int ReadTokens()
    {
        var reader = new Utf8JsonReader(_answer);
        var tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    [Benchmark]
    public bool ParseAnswer() => JsonTree.TryParse(_answer, keepLoneSurrogates: true, out _) == JsonFault.None;

    [Benchmark]
    public int ReadRequest()
    {
        JsonTree.TryParse(_request, keepLoneSurrogates: false, out var root);
        return _surface.ReadRequest(root, QueryCollection.Empty, out _)!.Items.Count;
    }

    [Benchmark]
    public async Task<int> GateAnswer()
    {
        var gate = Open(streamed: false);
        JsonTree.TryParse(_answer, keepLoneSurrogates: true, out var root);
        await gate.AddAsync(root!, _answer);
        await gate.CompleteAsync();
        return gate.TryTake(out var piece) ? piece.Octets.Length : 0;
    }

    [Benchmark]
    public async Task<int> GateStreamOf64()
    {
        var gate = Open(streamed: true);
        var octets = 0;
        foreach (var item in _events)
        {
            if (!gate.TryAddText(item, ""))
            {
                JsonTree.TryParse(item, keepLoneSurrogates: true, out var root);
                await gate.AddAsync(root!, item);
            }

            while (gate.TryTake(out var piece))
            {
                octets += piece.Octets.Length;
            }
        }

        return octets;
    }

    private AnswerGate Open(bool streamed) => new(
        new ChatAnswerReader(streamed), NoChecks.Inspect(_context), (_, _) => ValueTask.FromResult(CallVerdict.Release));
}
