using CsCheck;
using Signet.Gateway.Streaming;
using static Signet.Gateway.Tests.Surfaces.Messages.MessageAnswer;

namespace Signet.Gateway.Tests.Surfaces.Messages;

public sealed class MessagesStreamTests
{
    private const string TextBlock = """{"type":"text","text":""}""";
    private const string ThinkingBlock = """{"type":"thinking","thinking":"","signature":""}""";

    private static readonly Gen<string> Texts =
        Pick.From("SECRET", "SEC", "RET", "PIN", "PI", "N", "ASK", "AS", "S", "x", "\U0001F600", "\u2028", "é", "\"", "\\", " ")
            .Array[0, 12].Select(string.Concat);

    private static readonly Gen<int[]> Sizes = Gen.Int[1, 5].Array[1, 10];

    [Fact]
    public void Text_AnySplitIntoBlocksAndEvents_IsDecidedAndReleasedLikeTheWhole() =>
        Gen.Select(Texts, Sizes, Sizes).Sample(
            (text, sizes, blocks) =>
            {
                var parts = Split(text, [.. blocks.Select(size => 4 * size)]).ToArray();
                var whole = Run(streamed: false).RunAsync(Unary(string.Join(',', parts.Select(part => $$"""{"type":"text","text":{{Escape(part)}}}""")))).Result;
                var split = Run(streamed: true).RunAsync(
                    [Begin, .. parts.SelectMany((part, i) => Text(i, Split(part, sizes))), Finish(), End]).Result;

                Assert.Equal(whole.State, split.State);
                if (whole.State == GateState.Open)
                {
                    Assert.Equal(Read(whole), Read(split));
                    Assert.Equal(text.Replace("PIN", "[x]", StringComparison.Ordinal), Said(split));
                }
            },
            iter: 1_000, threads: 1);

    [Fact]
    public void Calls_AnySplit_AreJudgedAndReleasedLikeTheWhole() =>
        Gen.Select(Pick.From("rm", "pay", "ok").Array[1, 4], Sizes, Gen.Bool, Pick.From("b", "\\u0050IN", "\\u0053ECRE\\u0054")).Sample(
            (names, sizes, said, value) =>
            {
                var arguments = $$"""{"a":"{{value}}"}""";
                var first = said ? 1 : 0;
                var unary = string.Join(',', names.Select((name, i) => UnaryCall(i + first, name, arguments)).Prepend(said ? """{"type":"text","text":"hi"}""" : ""));
                var whole = Run(streamed: false).RunAsync(Unary(unary.TrimStart(','), "tool_use")).Result;
                var split = Run(streamed: true).RunAsync(
                    [
                        Begin,
                        .. said ? Text(0, "hi") : [],
                        .. names.SelectMany((name, i) => Call(i + first, name, Split(arguments, sizes))),
                        Finish("tool_use"),
                        End,
                    ]).Result;

                Assert.Equal(whole.State, split.State);
                if (whole.State == GateState.Open)
                {
                    Assert.Equal(whole.Verdicts, split.Verdicts);
                    Assert.Equal(Read(whole), Read(split));
                }
            },
            iter: 300, threads: 1);

    [Theory]
    [InlineData("""{"type":"ping","x":"SECRET"}""")]
    [InlineData("""{"type":"SECRET"}""")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"SECRET"}}""")]
    [InlineData("""{"type":"message_start","message":{"id":"SECRET"}}""")]
    [InlineData("""{"type":"message_start","message":{"delta":{"text":"SECRET"}}}""")]
    [InlineData("""{"type":"message_start","message":{},"x":{"y":"SECRET"}}""")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"SECRET"}}""")]
    [InlineData("""{"type":"message_delta","delta":{"stop_sequence":"SECRET"}}""")]
    [InlineData("""{"type":"message_delta","delta":{"container":{"id":"SECRET"}}}""")]
    [InlineData("""{"type":"message_delta","delta":{},"context_management":{"applied_edits":["SECRET"]}}""")]
    [InlineData("""{"type":"message_delta","usage":{"SECRET":1}}""")]
    [InlineData("""{"type":"message_stop","x":"SECRET"}""")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"SECRET"}}""")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c","name":"f","input":{"a":"SECRET"}}}""")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"web_fetch_tool_result","content":{"url":"SECRET"}}}""")]
    public async Task Event_MarkerAnywhere_Stops(string item)
    {
        var run = await Run(streamed: true, passUnknown: true).RunAsync(item);

        Assert.Equal(GateState.Stopped, run.State);
        Assert.Empty(run.Released);
    }

    [Theory]
    [InlineData(TextBlock, """{"type":"text_delta","text":"SECRET"}""")]
    [InlineData(TextBlock, """{"type":"text_delta","text":"x","y":"SECRET"}""")]
    [InlineData(TextBlock, """{"type":"citations_delta","citation":{"type":"page_location","cited_text":"SECRET"}}""")]
    [InlineData(ThinkingBlock, """{"type":"thinking_delta","thinking":"SECRET"}""")]
    [InlineData(ThinkingBlock, """{"type":"signature_delta","signature":"a SECRET"}""")]
    [InlineData("""{"type":"compaction","content":null}""", """{"type":"compaction_delta","content":"SECRET"}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{}}""", """{"type":"input_json_delta","partial_json":"\"SECRET"}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{}}""", """{"type":"input_json_delta","partial_json":"{\"a\":\"\\u0053ECRET"}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{}}""", """{"type":"input_json_delta","partial_json":"","y":"SECRET"}""")]
    [InlineData(TextBlock, """{"type":"smell_delta","y":"SECRET"}""")]
    [InlineData("""{"type":"hologram"}""", """{"type":"text_delta","text":"SECRET"}""")]
    public async Task Delta_MarkerAnywhere_StopsAndNothingOfItIsReleased(string block, string delta)
    {
        var run = await Run(streamed: true, passUnknown: true).RunAsync([Begin, .. Block(0, block, delta), End]);

        Assert.Equal(GateState.Stopped, run.State);
        Assert.DoesNotContain(run.Released, piece => piece.Contains("delta", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"index":0}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":"message_start"}""")]
    [InlineData("""{"type":"message_start","message":"x"}""")]
    [InlineData("""{"type":"message_delta","delta":"x"}""")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":5}}""")]
    [InlineData("""{"type":"message_delta","delta":{"content":[]}}""")]
    [InlineData("""{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""")]
    [InlineData("""{"type":"content_block_start","index":-1,"content_block":{"type":"text","text":""}}""")]
    [InlineData("""{"type":"content_block_start","index":"0","content_block":{"type":"text","text":""}}""")]
    [InlineData("""{"type":"content_block_start","content_block":{"type":"text","text":""}}""")]
    [InlineData("""{"type":"content_block_start","index":0}""")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"text":""}}""")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}""")]
    [InlineData("""{"type":"content_block_stop","index":0}""")]
    public async Task Event_WrongShape_IsMalformed(string item)
    {
        var run = await Run(streamed: true).RunAsync(item);

        Assert.Equal(GateState.Malformed, run.State);
        Assert.Empty(run.Released);
    }

    [Theory]
    [InlineData(TextBlock, """{"type":"input_json_delta","partial_json":"{}"}""")]
    [InlineData(TextBlock, """{"type":"thinking_delta","thinking":"x"}""")]
    [InlineData(TextBlock, """{"type":"text_delta","text":{}}""")]
    [InlineData(TextBlock, """{"type":"text_delta"}""")]
    [InlineData(TextBlock, """{"text":"x"}""")]
    [InlineData(ThinkingBlock, """{"type":"text_delta","text":"x"}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{}}""", """{"type":"text_delta","text":"x"}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{}}""", """{"type":"input_json_delta","partial_json":{}}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{"a":1}}""", """{"type":"input_json_delta","partial_json":"{}"}""")]
    [InlineData("""{"type":"mcp_tool_result","tool_use_id":"c","content":[]}""", """{"type":"text_delta","text":"x"}""")]
    public async Task Delta_OfAnotherKindThanItsBlock_IsMalformed(string block, string delta)
    {
        var run = await Run(streamed: true).RunAsync(Begin, Start(0, block), Delta(0, delta));

        Assert.Equal(GateState.Malformed, run.State);
    }

    [Theory]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}""")]
    [InlineData("""{"type":"content_block_stop","index":0}""")]
    [InlineData(Begin)]
    public async Task Event_OutOfOrder_IsMalformed(string item)
    {
        var run = await Run(streamed: true).RunAsync([Begin, .. Text(0, "hi"), item]);

        Assert.Equal(GateState.Malformed, run.State);
    }

    /// <summary>What is like the event before it waits too, and its number may change while it does.</summary>
    [Fact]
    public async Task Text_BehindACallThatIsWithheldLater_ClosesUp()
    {
        var run = await Run(streamed: true).RunAsync(
        [
            Begin,
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c","name":"rm","input":{}}}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"one "}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"two"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_stop","index":0}""",
            Finish(),
            End,
        ]);

        Assert.Equal(GateState.Open, run.State);
        Assert.DoesNotContain(run.Released, piece => piece.Contains("\"index\":1", StringComparison.Ordinal));
        Assert.Equal(4, run.Released.Count(piece => piece.Contains("\"index\":0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Event_AfterTheLast_IsNotRead()
    {
        var run = await Run(streamed: true).RunAsync([Begin, .. Text(0, "hi"), Finish(), End, .. Text(1, "SECRET")]);

        Assert.Equal(GateState.Open, run.State);
        Assert.Equal(End, run.Released[^1]);
    }

    [Theory]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c","name":"ok","input":{}}}""")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"tool_use"}}""")]
    public async Task Event_AfterTheMessageEnded_IsMalformed(string item)
    {
        var run = await Run(streamed: true).RunAsync(Begin, Finish(), """{"type":"message_delta","delta":{"stop_reason":null}}""", item);

        Assert.Equal(GateState.Malformed, run.State);
    }

    [Fact]
    public async Task Blocks_MoreThanTheLimit_AreMalformed()
    {
        var run = await Run(streamed: true).RunAsync([Begin, .. Enumerable.Range(0, 129).SelectMany(i => Text(i, "x"))]);

        Assert.Equal(GateState.Malformed, run.State);
        Assert.Equal(new string('x', 128), Said(run));
    }

    [Fact]
    public async Task Call_Released_GoesOutAsItCame()
    {
        var call = Call(0, "ok", "{\"a\":", "1}").ToArray();
        var run = await Run(streamed: true).RunAsync([Begin, .. call, Finish("tool_use"), End]);

        Assert.Equal([Begin, .. call, Finish("tool_use"), End], run.Released);
        Assert.Equal("""{"a":1}""", Assert.Single(run.Check.Calls).Arguments);
        Assert.Equal(("tool_use", (3L, 9L)), (run.FinishReason, run.Tokens));
        Assert.Equal(["message_start", "content_block_start", "content_block_delta"], run.Names[..3]);
    }

    [Fact]
    public async Task UnknownEvent_IsDeniedOrPassedByPolicy()
    {
        const string Item = """{"type":"weather_report","index":0}""";
        var denied = await Run(streamed: true).RunAsync(Begin, Item);
        var passed = await Run(streamed: true, passUnknown: true).RunAsync(Begin, Item);

        Assert.Equal((GateState.Unknown, GateState.Open), (denied.State, passed.State));
        Assert.Equal([Begin, Item], passed.Released);
        Assert.Equal([Begin], denied.Released);
    }

    [Fact]
    public async Task Ping_GoesOn()
    {
        var run = await Run(streamed: true).RunAsync(Begin, """{"type": "ping"}""");

        Assert.Equal([Begin, """{"type": "ping"}"""], run.Released);
    }

    [Fact]
    public async Task Shadow_Everything_PassesUnchanged()
    {
        string[] pieces = [Begin, .. Text(0, "SEC", "RET PIN"), .. Call(1, "ok", "{}"), Finish("tool_use"), End];

        var run = await Run(streamed: true, shadow: true).RunAsync(pieces);

        Assert.Equal(pieces, run.Released);
    }

    private static IEnumerable<string> Split(string text, int[] sizes)
    {
        for (int at = 0, i = 0; at < text.Length; i++)
        {
            var size = Math.Min(sizes[i % sizes.Length], text.Length - at);
            yield return text.Substring(at, size);
            at += size;
        }
    }
}
