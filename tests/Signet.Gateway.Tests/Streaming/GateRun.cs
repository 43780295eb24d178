using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces;
using Signet.Gateway.Surfaces.ChatCompletions;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Streaming;

/// <summary>Takes pieces through a gate and puts together what came out, as an SDK would.</summary>
internal sealed class GateRun
{
    private readonly ResponseInspection _inspection;
    private readonly AnswerGate _gate;
    private readonly PolicyPipeline _pipeline;
    private readonly RequestContext _context;
    private readonly bool _readsAll;

    public GateRun(
        bool streamed,
        bool shadow = false,
        int maxHeld = AnswerGate.MaxHeldOctets,
        IAnswerReader? reader = null,
        bool passUnknown = false,
        bool readsAll = false)
    {
        _readsAll = readsAll;
        _pipeline = new PolicyPipeline([Check], shadow, TimeProvider.System);
        _context = new RequestContext
        {
            Method = "POST",
            Path = "/v1/chat/completions",
            Surface = "openai.chat_completions",
            Source = IPAddress.Loopback,
            Headers = new Dictionary<string, string>(),
            Content = [],
        };
        _inspection = _pipeline.Inspect(_context);
        _gate = new AnswerGate(reader ?? new ChatAnswerReader(streamed), _inspection, JudgeAsync, passUnknown, maxHeld);
    }

    public MarkerCheck Check { get; } = new();

    /// <summary>How many pieces were taken as like those before them.</summary>
    public int Patterned { get; private set; }

    public List<string> Released { get; } = [];

    /// <summary>The names of the events in <see cref="Released"/>.</summary>
    public List<string> Names { get; } = [];

    public GateState State => _gate.State;

    public Decision Decision => _inspection.Outcome.Decision;

    public string? FinishReason => _gate.FinishReason;

    public IEnumerable<string> Unknowns => _gate.Unknowns;

    public bool HasEnded => _gate.HasEnded;

    public bool HasFailed => _gate.HasFailed;

    public (long? Input, long? Output) Tokens => (_gate.InputTokens, _gate.OutputTokens);

    /// <summary>What the check is recorded to have seen, and not to have been able to read.</summary>
    public (int Seen, int Unread) Coverage => (_inspection.Outcome.Coverage[0].Seen, _inspection.Outcome.Coverage[0].Unread);

    public List<(ToolCall Call, CallVerdict Verdict)> Verdicts { get; } = [];

    public async Task<GateRun> RunAsync(params IEnumerable<string> pieces)
    {
        foreach (var piece in pieces)
        {
            var octets = Encoding.UTF8.GetBytes(piece);
            if (!_readsAll && _gate.TryAddText(octets, ""))
            {
                Patterned++;
            }
            else
            {
                Assert.Equal(JsonFault.None, JsonTree.TryParse(octets, true, out var root));
                await _gate.AddAsync(root!, octets, root!.MemberText("type") ?? "");
            }

            Take();
            if (_gate.HasEnded)
            {
                break;
            }
        }

        await _gate.CompleteAsync();
        Take();
        return this;
    }

    /// <summary>The text of the first choice, pieces joined.</summary>
    /// <remarks>Not by JsonNode, which can't read half a surrogate pair.</remarks>
    public string Text(string field = "content") => string.Concat(Released.Select(piece =>
    {
        JsonTree.TryParse(Encoding.UTF8.GetBytes(piece), true, out var root);
        var item = root!.Member("choices") is { Children: [var first, ..] } ? first : null;
        return (item?.Member("delta") ?? item?.Member("message"))?.MemberText(field);
    }));

    /// <summary>The text of a choice that stands in the choice itself, pieces joined.</summary>
    public string ChoiceText(int choice = 0) => string.Concat(Released.SelectMany(piece =>
    {
        var octets = Encoding.UTF8.GetBytes(piece);
        JsonTree.TryParse(octets, true, out var root);
        return (root!.Member("choices")?.Children ?? [])
            .Where(item => (item.Member("index")?.Integer(octets) ?? item.Position) == choice)
            .Select(item => item.MemberText("text"));
    }));

    public string Finish(int choice = 0) => string.Concat(Choices(choice).Select(item => (string?)item["finish_reason"]));

    /// <summary>The calls of a choice: number, name, arguments.</summary>
    public string Calls(int choice = 0)
    {
        SortedDictionary<int, (string Name, string Arguments)> calls = [];
        foreach (var list in Bodies(choice).Select(body => body["tool_calls"] as JsonArray))
        {
            for (var i = 0; i < (list?.Count ?? 0); i++)
            {
                var index = (int?)list![i]!["index"] ?? i;
                var (name, arguments) = calls.GetValueOrDefault(index, ("", ""));
                calls[index] = (name + (string?)list[i]!["function"]?["name"], arguments + (string?)list[i]!["function"]?["arguments"]);
            }
        }

        return string.Join(';', calls.Select(call => $"{call.Key}:{call.Value.Name}({call.Value.Arguments})"));
    }

    private IEnumerable<JsonNode> Choices(int choice) => Released
        .SelectMany(piece => JsonNode.Parse(piece)!["choices"] as JsonArray ?? [])
        .Where(item => ((int?)item!["index"] ?? 0) == choice)!;

    private IEnumerable<JsonNode> Bodies(int choice) => Choices(choice).Select(item => item["delta"] ?? item["message"]).OfType<JsonNode>();

    private void Take()
    {
        while (_gate.TryTake(out var piece))
        {
            Released.Add(Encoding.UTF8.GetString(piece.Octets.Span));
            Names.Add(piece.Name);
        }
    }

    private async ValueTask<CallVerdict> JudgeAsync(ToolCall call, string? fault)
    {
        var outcome = await _pipeline.JudgeAsync(_context, call, CancellationToken.None);
        var verdict = fault is not null || outcome.Effective != Decision.Allow ? CallVerdict.Withhold : CallVerdict.Release;
        Verdicts.Add((call, verdict));
        return verdict;
    }
}
