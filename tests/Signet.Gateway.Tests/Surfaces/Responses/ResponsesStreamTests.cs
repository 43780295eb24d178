using System.Text.Json.Nodes;
using CsCheck;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.Responses;
using Signet.Gateway.Tests.Streaming;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Surfaces.Responses;

public sealed class ResponsesStreamTests
{
    private static readonly Gen<string> Pieces =
        Pick.From("SECRET", "SEC", "RET", "PIN", "PI", "N", "ASK", "AS", "S", "x", "\U0001F600", "é", "\"", " ");

    [Fact]
    public void Stream_AnySplit_IsDecidedAndReleasedLikeTheWhole() =>
        Pieces.Array[0, 6].Array[1, 3].Array[0, 3].Sample(
            messages =>
            {
                var script = messages.Aggregate(new ResponseScript(), (all, parts) => all.Reasoning("so").Message(parts)).End();
                var whole = Open(streamed: false).RunAsync(script.Whole).Result;
                var split = Open(streamed: true).RunAsync(script.Events).Result;

                Assert.Equal(whole.State, split.State);
                var text = string.Concat(messages.SelectMany(parts => parts).SelectMany(pieces => pieces));
                if (!text.Contains("SECRET", StringComparison.Ordinal) || !text.Contains("ASK", StringComparison.Ordinal))
                {
                    Assert.Equal(whole.Decision, split.Decision);
                }

                if (whole.State == GateState.Open)
                {
                    var edited = text.Replace("PIN", "[x]", StringComparison.Ordinal);
                    Assert.Equal(edited, ResponseScript.TextOfWhole(whole.Released.Single()));
                    Assert.Equal((edited, edited, edited, edited, edited), ResponseScript.Texts(split.Released));
                }
                else
                {
                    Assert.DoesNotContain(split.Released, piece => piece.Contains("response.completed", StringComparison.Ordinal));
                }
            },
            iter: 1_000, threads: 1);

    [Fact]
    public void Stream_AnyCalls_AreJudgedOneByOneAndCloseUp() =>
        Gen.Select(Pick.From("ok", "rm", "pay", "say").Array[1, 6], Gen.Bool).Sample(
            (names, reasoned) =>
            {
                var script = names.Aggregate(
                    reasoned ? new ResponseScript().Reasoning("so") : new ResponseScript(),
                    (all, name) => name == "say" ? all.Message(["hi"]) : all.Call(name, "{\"a\"", ":1}")).End();
                var whole = Open(streamed: false).RunAsync(script.Whole).Result;
                var split = Open(streamed: true).RunAsync(script.Events).Result;

                Assert.Equal((GateState.Open, GateState.Open), (whole.State, split.State));
                Assert.Equal(whole.Verdicts, split.Verdicts);
                var calls = names.Where(name => name != "say").ToArray();
                Assert.Equal(calls, split.Verdicts.Select(verdict => verdict.Call.Name));
                Assert.All(split.Verdicts, verdict => Assert.Equal("{\"a\":1}", verdict.Call.Arguments));
                List<string> left = [.. reasoned ? ["reasoning:"] : Array.Empty<string>()];
                left.AddRange(names.Where(name => name is "ok" or "say").Select(name => name == "ok" ? "function_call:ok" : "message:"));
                if (calls.Length > 0 && !names.Contains("ok") && !names.Contains("say"))
                {
                    left.Add("message:");
                    Assert.Equal(PieceEditor.WithheldText, ResponseScript.TextOfWhole(whole.Released.Single()));
                    var said = ResponseScript.Texts(split.Released);
                    Assert.Equal((PieceEditor.WithheldText, PieceEditor.WithheldText), (said.Deltas, said.End));
                    Assert.Equal((said.End, said.End, said.End), (said.Dones, said.Parts, said.Items));
                }

                var expected = left.Select((item, i) => $"{i}:{item}").ToArray();
                Assert.Equal(expected, ResponseScript.Items(whole.Released.Single()));
                Assert.Equal(expected, ResponseScript.Items(JsonNode.Parse(split.Released[^1])!["response"]!.ToJsonString()));
                Assert.Equal(Enumerable.Range(0, left.Count), ResponseScript.Numbers(split.Released));
                Assert.DoesNotContain(
                    split.Released.Concat(whole.Released),
                    piece => piece.Contains("\"rm\"", StringComparison.Ordinal) || piece.Contains("\"pay\"", StringComparison.Ordinal));
            },
            iter: 300, threads: 1);

    [Fact]
    public async Task Stream_Call_IsHeldUntilItsItemIsDone()
    {
        var events = new ResponseScript().Call("ok", "{}").End().Events;

        var run = await Open(streamed: true).RunAsync(events.Take(5));
        Assert.Equal(2, run.Released.Count - 3);
        Assert.Equal("ok", Assert.Single(run.Verdicts).Call.Name);

        var gate = Open(streamed: true);
        await gate.RunAsync(events.Take(2));
        Assert.Equal(2, gate.Released.Count);
    }

    [Fact]
    public async Task Stream_Names_AreThoseOfTheEvents()
    {
        var script = new ResponseScript().Call("rm", "{}").End();

        var run = await Open(streamed: true).RunAsync(script.Events);

        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.completed",
            ],
            run.Names);
        Assert.Equal(run.Names, run.Released.Select(piece => (string)JsonNode.Parse(piece)!["type"]!));
        Assert.DoesNotContain(run.Released, piece => piece.Contains("obfuscation", StringComparison.Ordinal));
        Assert.Equal(("completed", (3L, 5L)), (run.FinishReason, run.Tokens));
    }

    [Theory]
    [InlineData("response.output_text.delta", "\"item_id\":\"msg_0\",\"content_index\":0,\"delta\":\"SECRET\"")]
    [InlineData("response.output_text.done", "\"item_id\":\"msg_0\",\"content_index\":0,\"text\":\"SECRET\"")]
    [InlineData("response.refusal.delta", "\"item_id\":\"msg_0\",\"delta\":\"SECRET\"")]
    [InlineData("response.refusal.done", "\"item_id\":\"msg_0\",\"refusal\":\"SECRET\"")]
    [InlineData("response.content_part.added", "\"item_id\":\"msg_0\",\"part\":{\"type\":\"output_text\",\"text\":\"SECRET\"}")]
    [InlineData("response.content_part.added", "\"item_id\":\"msg_0\",\"part\":{\"type\":\"refusal\",\"refusal\":\"SECRET\"}")]
    [InlineData("response.content_part.done", "\"item_id\":\"msg_0\",\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[{\"title\":\"SECRET\"}]}")]
    [InlineData("response.output_text.delta", "\"item_id\":\"msg_0\",\"delta\":\"\",\"logprobs\":[{\"token\":\"SEC\"},{\"token\":\"RET\"}]")]
    [InlineData("response.output_text.annotation.added", "\"item_id\":\"msg_0\",\"annotation\":{\"type\":\"url_citation\",\"url\":\"SECRET\"}")]
    [InlineData("response.output_text.delta", "\"item_id\":\"msg_0\",\"delta\":\"\",\"SECRET\":1")]
    [InlineData("response.output_text.delta", "\"item_id\":\"msg_0\",\"delta\":\"\",\"more\":{\"deep\":[\"SEC\",\"RET\"]}")]
    [InlineData("response.output_item.done", "\"item\":{\"id\":\"msg_0\",\"type\":\"message\",\"role\":\"SECRET\",\"content\":[]}")]
    [InlineData("response.output_item.done", "\"item\":{\"id\":\"msg_0\",\"type\":\"message\",\"status\":\"SECRET\",\"content\":null}")]
    [InlineData("response.completed", "\"response\":{\"id\":\"SECRET\",\"output\":[]}")]
    [InlineData("response.completed", "\"response\":{\"id\":\"r\",\"status\":\"SECRET\",\"output\":[]}")]
    [InlineData("response.failed", "\"response\":{\"error\":{\"code\":\"c\",\"message\":\"SECRET\"}}")]
    [InlineData("response.incomplete", "\"response\":{\"incomplete_details\":{\"reason\":\"SECRET\"}}")]
    [InlineData("response.in_progress", "\"response\":{\"tools\":[{\"name\":\"SECRET\"}],\"output\":[]}")]
    [InlineData("response.in_progress", "\"response\":{\"metadata\":{\"SECRET\":\"x\"}}")]
    [InlineData("response.audio.transcript.delta", "\"delta\":\"SECRET\"")]
    [InlineData("response.audio.delta", "\"delta\":\"not a SECRET\"")]
    [InlineData("keepalive", "\"x\":\"SECRET\"")]
    [InlineData("error", "\"code\":\"c\",\"message\":\"SECRET\"")]
    public async Task Stream_MarkerAnywhere_Stops(string type, string members)
    {
        var script = new ResponseScript();
        script.Add("response.output_item.added", "\"output_index\":0,\"item\":{\"id\":\"msg_0\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}");
        script.Add(type, "\"output_index\":0," + members);

        var run = await Open(streamed: true).RunAsync(script.Events);

        Assert.Equal((GateState.Stopped, Decision.Block), (run.State, run.Decision));
        Assert.Equal(3, run.Released.Count);
    }

    [Fact]
    public async Task Stream_MarkerSplitOverMessages_Stops()
    {
        var run = await Open(streamed: true).RunAsync(new ResponseScript().Message(["a SEC"]).Reasoning("so").Message(["RET"]).End().Events);

        Assert.Equal(GateState.Stopped, run.State);
        Assert.DoesNotContain(run.Released, piece => piece.Contains("SEC", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("response.output_text.delta", "\"output_index\":1,\"item_id\":\"fc_1\",\"delta\":\"x\"")]
    [InlineData("response.output_text.delta", "\"output_index\":2,\"item_id\":\"msg_2\",\"delta\":\"x\"")]
    [InlineData("response.output_text.delta", "\"output_index\":0,\"item_id\":\"msg_9\",\"delta\":\"x\"")]
    [InlineData("response.output_text.delta", "\"output_index\":0,\"item_id\":7,\"delta\":\"x\"")]
    [InlineData("response.output_text.delta", "\"item_id\":\"msg_0\",\"delta\":\"x\"")]
    [InlineData("response.output_text.delta", "\"output_index\":\"0\",\"item_id\":\"msg_0\",\"delta\":\"x\"")]
    [InlineData("response.output_text.delta", "\"output_index\":128,\"item_id\":\"msg_0\",\"delta\":\"x\"")]
    [InlineData("response.output_text.delta", "\"output_index\":0,\"item_id\":\"msg_0\",\"delta\":{\"text\":\"x\"}")]
    [InlineData("response.output_text.delta", "\"output_index\":0,\"item_id\":\"msg_0\"")]
    [InlineData("response.refusal.delta", "\"output_index\":1,\"delta\":\"x\"")]
    [InlineData("response.reasoning_summary_text.delta", "\"output_index\":0,\"delta\":\"x\"")]
    [InlineData("response.content_part.added", "\"output_index\":1,\"part\":{\"type\":\"output_text\",\"text\":\"\"}")]
    [InlineData("response.content_part.added", "\"output_index\":0,\"part\":{\"type\":\"reasoning_text\",\"text\":\"\"}")]
    [InlineData("response.content_part.added", "\"output_index\":0,\"part\":\"x\"")]
    [InlineData("response.content_part.added", "\"output_index\":0,\"part\":{\"type\":\"output_text\",\"text\":{}}")]
    [InlineData("response.function_call_arguments.delta", "\"output_index\":0,\"delta\":\"x\"")]
    [InlineData("response.custom_tool_call_input.delta", "\"output_index\":1,\"delta\":\"x\"")]
    [InlineData("response.function_call_arguments.delta", "\"output_index\":1,\"delta\":7")]
    [InlineData("response.function_call_arguments.done", "\"output_index\":1,\"arguments\":\"{ }\"")]
    [InlineData("response.function_call_arguments.done", "\"output_index\":1,\"name\":\"other\",\"arguments\":\"{}\"")]
    [InlineData("response.output_item.added", "\"output_index\":0,\"item\":{\"type\":\"message\",\"content\":[]}")]
    [InlineData("response.output_item.added", "\"output_index\":2,\"item\":{\"content\":[]}")]
    [InlineData("response.output_item.added", "\"output_index\":2,\"item\":\"x\"")]
    [InlineData("response.output_item.added", "\"item\":{\"type\":\"message\",\"content\":[]}")]
    [InlineData("response.output_item.done", "\"output_index\":0,\"item\":{\"id\":\"msg_0\",\"type\":\"reasoning\",\"summary\":[]}")]
    [InlineData("response.output_item.done", "\"output_index\":0,\"item\":{\"id\":\"msg_9\",\"type\":\"message\",\"content\":[]}")]
    [InlineData("response.output_item.done", "\"output_index\":0,\"item\":{\"id\":\"msg_0\",\"type\":\"message\",\"content\":{\"text\":\"x\"}}")]
    [InlineData("response.output_item.done", "\"output_index\":1,\"item\":{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"rm\",\"arguments\":\"{}\"}")]
    [InlineData("response.output_item.done", "\"output_index\":1,\"item\":{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"ok\",\"arguments\":\"[]\"}")]
    [InlineData("response.output_item.done", "\"output_index\":1,\"item\":{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"other\",\"name\":\"ok\",\"arguments\":\"{}\"}")]
    [InlineData("response.output_item.done", "\"output_index\":1,\"item\":{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"ok\",\"arguments\":{}}")]
    [InlineData("response.completed", "\"response\":{\"output\":{}}")]
    [InlineData("response.completed", "\"response\":{\"output\":[\"x\"]}")]
    [InlineData("response.completed", "\"response\":{\"output\":[{\"id\":\"msg_0\",\"type\":\"function_call\",\"name\":\"ok\",\"arguments\":\"{}\"}]}")]
    [InlineData("response.completed", "\"response\":[]")]
    [InlineData("response.completed", "\"x\":1")]
    public async Task Stream_ThatContradictsItself_IsMalformed(string type, string members)
    {
        var script = new ResponseScript();
        script.Add("response.output_item.added", "\"output_index\":0,\"item\":{\"id\":\"msg_0\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}");
        script.Add("response.output_item.added", $"\"output_index\":1,\"item\":{ResponseScript.FunctionCall(1, "ok", "", "in_progress")}");
        script.Add("response.function_call_arguments.delta", "\"output_index\":1,\"item_id\":\"fc_1\",\"delta\":\"{}\"");
        script.Add(type, members);

        var run = await Open(streamed: true).RunAsync(script.Events);

        Assert.Equal(GateState.Malformed, run.State);
        Assert.Empty(run.Verdicts);
    }

    [Theory]
    [InlineData("rm", "{}", "call_0", "")]
    [InlineData("ok", "{\"b\":1}", "call_0", "")]
    [InlineData("ok", "{}", "call_7", "")]
    [InlineData("ok", "{}", "call_0", ",\"namespace\":\"other\"")]
    public async Task Stream_EndThatSaysAnotherCall_IsMalformed(string name, string arguments, string callId, string more)
    {
        var script = new ResponseScript().Call("ok", "{}");
        script.Add("response.completed", $$$"""
            "response":{"output":[{"id":"fc_0","type":"function_call","call_id":"{{{callId}}}","name":"{{{name}}}","arguments":{{{ResponseScript.Quote(arguments)}}}{{{more}}}}]}
            """);

        var run = await Open(streamed: true).RunAsync(script.Events);

        Assert.Equal(GateState.Malformed, run.State);
        Assert.DoesNotContain("response.completed", run.Names);
    }

    [Fact]
    public async Task Stream_CallThatGoesOnAfterItWasJudged_IsMalformed()
    {
        var script = new ResponseScript().Call("ok", "{}");
        script.Add("response.function_call_arguments.delta", "\"output_index\":0,\"item_id\":\"fc_0\",\"delta\":\" \"");

        Assert.Equal(GateState.Malformed, (await Open(streamed: true).RunAsync(script.Events)).State);
    }

    [Fact]
    public async Task Stream_RedactionInArguments_WithholdsTheCall()
    {
        var run = await Open(streamed: true).RunAsync(new ResponseScript().Call("ok", "{\"a\":\"P", "IN\"}").Message(["hi"]).End().Events);

        Assert.Equal((GateState.Open, CallVerdict.Withhold), (run.State, Assert.Single(run.Verdicts).Verdict));
        Assert.Equal([0], ResponseScript.Numbers(run.Released));
        Assert.DoesNotContain(run.Released, piece => piece.Contains("fc_0", StringComparison.Ordinal));
        Assert.Equal("hi", ResponseScript.Texts(run.Released).End);
    }

    [Fact]
    public async Task Stream_Redaction_TakesTokensAlong()
    {
        var script = new ResponseScript();
        script.Add("response.output_item.added", "\"output_index\":0,\"item\":{\"id\":\"msg_0\",\"type\":\"message\",\"content\":[]}");
        script.Add("response.output_text.delta", "\"output_index\":0,\"item_id\":\"msg_0\",\"delta\":\"a PIN\",\"logprobs\":[{\"token\":\"a PIN\",\"bytes\":[80]}]");

        var run = await Open(streamed: true).RunAsync(script.Events);

        Assert.Equal(("a [x]", true), ((string)JsonNode.Parse(run.Released[^1])!["delta"]!, JsonNode.Parse(run.Released[^1])!["logprobs"] is null));
    }

    [Fact]
    public async Task Stream_RedactionInWhatIsEchoed_IsMadeInEachSnapshot()
    {
        var run = await Open(streamed: true).RunAsync(new ResponseScript("the PIN").Message(["hi"]).End().Events);

        Assert.Equal(GateState.Open, run.State);
        Assert.All([run.Released[0], run.Released[1], run.Released[^1]], piece =>
            Assert.Equal("the [x]", (string)JsonNode.Parse(piece)!["response"]!["instructions"]!));
    }

    [Theory]
    [InlineData("in the middle of a text", 5)]
    [InlineData("after a text", 8)]
    [InlineData("in the middle of a call", 11)]
    [InlineData("before the end", 14)]
    public async Task Stream_Resumed_IsDecidedByWhatItShows(string _, int start)
    {
        var script = new ResponseScript().Message(["he", "llo"]).Call("rm", "{\"a\"", ":1}").Message(["."]).End();

        var run = await Open(streamed: true).RunAsync(script.Events.Skip(start));

        Assert.Equal(GateState.Open, run.State);
        Assert.All(run.Verdicts, verdict => Assert.Equal(("rm", "{\"a\":1}"), (verdict.Call.Name, verdict.Call.Arguments)));
        Assert.Single(run.Verdicts);
        Assert.DoesNotContain(run.Released, piece => piece.Contains("\"rm\"", StringComparison.Ordinal));
        Assert.Equal("hello.", ResponseScript.Texts(run.Released).End);
    }

    [Fact]
    public async Task Stream_UnknownEvent_IsDeniedOrPassedAndInspected()
    {
        var script = new ResponseScript().Add("response.new_thing.delta", "\"delta\":\"SEC\"");
        var denied = await Open(streamed: true).RunAsync(script.Events);
        var passed = await Open(streamed: true, passUnknown: true).RunAsync([.. script.Events, .. new ResponseScript().Message(["hi"]).End().Events.Skip(2)]);
        var stopped = await Open(streamed: true, passUnknown: true).RunAsync(script.Add("response.new_thing.delta", "\"delta\":\"RET\"").Events);

        Assert.Equal((GateState.Unknown, GateState.Open, GateState.Stopped), (denied.State, passed.State, stopped.State));
        Assert.Contains("response.new_thing.delta", passed.Names);
        Assert.Equal(2, stopped.Released.Count);
    }

    [Fact]
    public async Task Stream_UnknownEventOfACall_GoesWithIt()
    {
        var script = new ResponseScript().Item(
            """{"id":"nc_0","type":"new_call"}""",
            """{"id":"nc_0","type":"new_call","what":"x"}""",
            ("response.new_call.delta", "\"item_id\":\"nc_0\",\"delta\":\"x\"")).Message(["hi"]).End();

        var run = await Open(streamed: true, passUnknown: true).RunAsync(script.Events);

        Assert.Equal(("new", """{"what":"x"}"""), (Assert.Single(run.Verdicts).Call.Name, run.Verdicts[0].Call.Arguments));
        Assert.Contains("response.new_call.delta", run.Names);
    }

    [Theory]
    [InlineData("""{"type":"error","sequence_number":2,"code":"server_error","message":"sorry","param":null}""")]
    [InlineData("""{"error":{"message":"sorry","type":"server_error"}}""")]
    public async Task Stream_UpstreamError_EndsIt(string error)
    {
        var run = Open(streamed: true);
        await run.RunAsync([.. new ResponseScript().Events, error]);

        Assert.Equal((GateState.Open, true, true), (run.State, run.HasEnded, run.HasFailed));
        Assert.Equal(error, run.Released[^1]);
    }

    [Fact]
    public async Task Stream_Shadow_PassesUnchangedButForPadding()
    {
        var script = new ResponseScript().Message(["SEC", "RET PIN"]).Call("ok", "{}").End();

        var run = await new GateRun(streamed: true, shadow: true, reader: new ResponsesAnswerReader(streamed: true)).RunAsync(script.Events);

        Assert.Equal(script.Events.Select(piece => piece.Replace(",\"obfuscation\":\"xyz\"", "", StringComparison.Ordinal)), run.Released);
        Assert.Equal(Decision.Block, run.Decision);
    }

    private static GateRun Open(bool streamed, bool passUnknown = false) =>
        new(streamed, reader: new ResponsesAnswerReader(streamed), passUnknown: passUnknown);
}
