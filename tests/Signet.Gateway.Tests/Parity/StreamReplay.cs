using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces;
using Signet.Gateway.Surfaces.Passed;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Testing.Surfaces;

namespace Signet.Gateway.Tests.Parity;

/// <summary>
/// Takes an upstream's octets, cut anywhere, through framer and gate as a stream's run does, but for sockets and records; or a unary
/// answer through the gate. Keeps what would have gone out.
/// </summary>
internal sealed class StreamReplay
{
    private static readonly Dictionary<string, ISurface> Surfaces = new ServiceCollection()
        .AddLogging().AddGateway(_ => { }).BuildServiceProvider().GetServices<ISurface>()
        .Append(PassedSurface.Find("POST", SurfaceScripts.Of("passed").Path)!).ToDictionary(surface => surface.Name);

    private readonly ArrayBufferWriter<byte> _output = new();

    private StreamReplay(ResponseInspection inspection, AnswerGate gate) => (Inspection, Gate) = (inspection, gate);

    public ResponseInspection Inspection { get; }

    public AnswerGate Gate { get; }

    /// <summary>True when the stream broke its form before the gate could see it.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>How the answer ended, in one word for all ways.</summary>
    public string End => IsMalformed ? "malformed" : Gate.State == GateState.Open ? "open" : $"{Gate.State} {Inspection.Outcome.Decision}";

    public string Output => Encoding.UTF8.GetString(_output.WrittenSpan);

    public SeenAnswer Seen => SeenAnswer.Of(Output);

    public static IReadOnlyCollection<string> SurfaceNames => Surfaces.Keys;

    public static PolicyPipeline Pipeline(string policy) =>
        PolicyDocument.TryParse(Encoding.UTF8.GetBytes(policy), out var document, out var errors)
            ? document.Build(TimeProvider.System)
            : throw new FormatException(errors[0].ToString());

    /// <summary>Replays a stream.</summary>
    /// <param name="surface">The surface's name.</param>
    /// <param name="pipeline">Decides.</param>
    /// <param name="octets">The stream.</param>
    /// <param name="cuts">The positions at which a chunk ends, in order.</param>
    public static async Task<StreamReplay> StreamAsync(
        string surface, PolicyPipeline pipeline, ReadOnlyMemory<byte> octets, params IEnumerable<int> cuts)
    {
        var replay = Open(surface, pipeline, streamed: true);
        var form = Surfaces[surface].OpenStream()!;
        var framer = new SseFramer();
        List<SseEvent> events = [];
        var from = 0;
        foreach (var to in cuts.Append(octets.Length))
        {
            events.Clear();
            framer.Push(octets[from..to], events);
            from = to;
            foreach (var item in events)
            {
                if (replay.IsMalformed || replay.Gate.State != GateState.Open || replay.Gate.HasEnded || form.IsTerminator(item))
                {
                    break;
                }

                if (replay.Gate.TryAddText(item.Data, item.Name))
                {
                    replay.Take();
                    continue;
                }

                if (JsonTree.TryParse(item.Data.Span, keepLoneSurrogates: true, out var root) != JsonFault.None
                    || form.NameOf(item, root!) is not { } name)
                {
                    replay.IsMalformed = true;
                    break;
                }

                await replay.Gate.AddAsync(root!, item.Data, name);
                replay.Take();
            }
        }

        if (!replay.IsMalformed && replay.Gate.State == GateState.Open)
        {
            await replay.Gate.CompleteAsync();
            replay.Take();
        }

        return replay;
    }

    /// <summary>Replays a unary answer.</summary>
    public static async Task<StreamReplay> UnaryAsync(string surface, PolicyPipeline pipeline, string json)
    {
        var replay = Open(surface, pipeline, streamed: false);
        var octets = Encoding.UTF8.GetBytes(json);
        Assert.Equal(JsonFault.None, JsonTree.TryParse(octets, keepLoneSurrogates: true, out var root));
        await replay.Gate.AddAsync(root!, octets);
        await replay.Gate.CompleteAsync();
        if (replay.Gate.State == GateState.Open)
        {
            replay.Take();
        }

        return replay;
    }

    private static StreamReplay Open(string surface, PolicyPipeline pipeline, bool streamed)
    {
        var context = new RequestContext
        {
            Method = "POST",
            Path = Surfaces[surface].Path.Template,
            Surface = surface,
            Source = IPAddress.Loopback,
            Headers = new Dictionary<string, string>(),
            Content = [],
        };
        var inspection = pipeline.Inspect(context);
        return new StreamReplay(inspection, new AnswerGate(
            Surfaces[surface].OpenAnswer(streamed),
            inspection,
            async (call, fault) =>
            {
                var outcome = await pipeline.JudgeAsync(context, call, CancellationToken.None);
                return fault is null && outcome.Effective == Decision.Allow ? CallVerdict.Release : CallVerdict.Withhold;
            },
            pipeline.PassesUnknown));
    }

    private void Take()
    {
        while (Gate.TryTake(out var piece))
        {
            SseWriter.Write(_output, piece.Name, piece.Octets.Span);
        }
    }
}
