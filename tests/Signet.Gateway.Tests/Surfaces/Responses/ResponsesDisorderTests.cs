using CsCheck;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.Responses;
using Signet.Gateway.Tests.Streaming;

namespace Signet.Gateway.Tests.Surfaces.Responses;

/// <summary>Streams whose events were lost, said twice, mixed or swapped.</summary>
public sealed class ResponsesDisorderTests
{
    private static readonly string[] Events =
    [
        .. new ResponseScript().Message(["a SEC", "RET"]).Call("rm", "{\"a\"", ":1}").Reasoning("so").Call("ok", "{}").End().Events,
        .. new ResponseScript().Call("ok", "{}").Message(["SEC"], ["RET"]).Call("pay", "{}").End("incomplete").Events,
        .. new ResponseScript().Message(["fine"]).Item(
            """{"id":"s","type":"shell_call"}""",
            """{"id":"s","type":"shell_call","action":{"commands":["rm"]}}""",
            ("response.shell_call_command.delta", "\"command_index\":0,\"delta\":\"rm\"")).End().Events,
    ];

    [Fact]
    public void Stream_InAnyDisorder_ReleasesNeitherMarkersNorCallsThatNobodyAllowed() =>
        Gen.Select(Gen.Int[0, Events.Length - 1], Gen.Int[1, 20], Gen.Select(Gen.Int[0, 25], Gen.Int[0, Events.Length - 1]).Array[0, 4]).Sample(
            (start, length, swaps) =>
            {
                var events = Events.Skip(start).Take(length).ToList();
                foreach (var (place, other) in swaps)
                {
                    if (place < events.Count)
                    {
                        events[place] = Events[other];
                    }
                    else
                    {
                        events.Add(Events[other]);
                    }
                }

                // Without an end nobody would complete the stream.
                events.Add("""{"type":"error","message":"sorry"}""");

                var run = new GateRun(streamed: true, reader: new ResponsesAnswerReader(streamed: true)).RunAsync(events).Result;

                var (deltas, dones, parts, items, end) = ResponseScript.Texts(run.Released);
                Assert.All([deltas, dones, parts, items, end], text => Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal));
                var allowed = run.Verdicts.Where(verdict => verdict.Verdict == CallVerdict.Release).Select(verdict => verdict.Call.Name).ToHashSet();
                Assert.DoesNotContain(run.Released, piece => piece.Contains("\"name\":\"rm\"", StringComparison.Ordinal)
                    || piece.Contains("\"name\":\"pay\"", StringComparison.Ordinal));
                Assert.True(allowed.Contains("ok") || !run.Released.Exists(piece => piece.Contains("\"name\":\"ok\"", StringComparison.Ordinal)));
                Assert.True(allowed.Contains("shell") || !run.Released.Exists(piece => piece.Contains("shell_call", StringComparison.Ordinal)));
            },
            iter: 2_000, threads: 1);
}
