using Signet.Gateway.Streaming;
using Signet.Policy.Pipeline;
using static Signet.Gateway.Tests.Surfaces.Messages.MessageAnswer;

namespace Signet.Gateway.Tests.Surfaces.Messages;

public sealed class MessagesAnswerTests
{
    [Theory]
    [InlineData("""{"type":"text","text":"SECRET"}""")]
    [InlineData("""{"type":"text","text":"SEC"},{"type":"text","text":"RET"}""")]
    [InlineData("""{"type":"text","text":"SEC"},{"type":"thinking","thinking":"x","signature":"QUJD"},{"type":"text","text":"RET"}""")]
    [InlineData("""{"type":"text","text":"x","citations":[{"type":"char_location","cited_text":"SECRET"}]}""")]
    [InlineData("""{"type":"text","text":"x","SECRET":1}""")]
    [InlineData("""{"type":"thinking","thinking":"SECRET","signature":"QUJD"}""")]
    [InlineData("""{"type":"thinking","thinking":"x","signature":"a SECRET"}""")]
    [InlineData("""{"type":"redacted_thinking","data":"a SECRET"}""")]
    [InlineData("""{"type":"tool_use","id":"SECRET","name":"f","input":{}}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"SECRET","input":{}}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{"a":["SECRET"]}}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{"SECRET":1}}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{"a":"\u0053ECRET"}}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":"SECRET"}""")]
    [InlineData("""{"type":"tool_use","id":"c","name":"f","input":{},"caller":{"type":"direct","x":"SECRET"}}""")]
    [InlineData("""{"type":"server_tool_use","id":"c","name":"f","input":{"query":"SECRET"}}""")]
    [InlineData("""{"type":"mcp_tool_use","id":"c","name":"f","server_name":"SECRET","input":{}}""")]
    [InlineData("""{"type":"web_search_tool_result","tool_use_id":"c","content":[{"type":"web_search_result","title":"SECRET"}]}""")]
    [InlineData("""{"type":"mcp_tool_result","tool_use_id":"c","content":"SECRET"}""")]
    [InlineData("""{"type":"code_execution_tool_result","tool_use_id":"c","content":{"type":"code_execution_result","stdout":"SECRET"}}""")]
    [InlineData("""{"type":"web_fetch_tool_result","tool_use_id":"c","content":{"content":{"source":{"type":"text","data":"SECRET"}}}}""")]
    [InlineData("""{"type":"container_upload","file_id":"SECRET"}""")]
    [InlineData("""{"type":"compaction","content":"SECRET"}""")]
    public async Task Block_MarkerAnywhere_Stops(string blocks)
    {
        var whole = await Run(streamed: false).RunAsync(Unary(blocks));
        var begun = await Run(streamed: true).RunAsync(Begin.Replace("\"content\":[]", $"\"content\":[{blocks}]", StringComparison.Ordinal));

        Assert.Equal((GateState.Stopped, GateState.Stopped), (whole.State, begun.State));
        Assert.Empty(whole.Released);
        Assert.Empty(begun.Released);
    }

    [Theory]
    [InlineData("""{"type":"message","id":"SECRET"}""")]
    [InlineData("""{"type":"SECRET"}""")]
    [InlineData("""{"type":"message","role":"SECRET"}""")]
    [InlineData("""{"type":"message","model":"SECRET"}""")]
    [InlineData("""{"type":"message","stop_reason":"SECRET"}""")]
    [InlineData("""{"type":"message","stop_sequence":"SECRET"}""")]
    [InlineData("""{"type":"message","container":{"id":"SECRET"}}""")]
    [InlineData("""{"type":"message","usage":{"service_tier":"SECRET"}}""")]
    [InlineData("""{"type":"message","delta":{"text":"SECRET"}}""")]
    [InlineData("""{"type":"message","SECRET":null}""")]
    [InlineData("""{"type":"error","error":{"type":"x","message":"SECRET"}}""")]
    [InlineData("""{"data":[{"type":"model","id":"a","display_name":"SECRET"}]}""")]
    [InlineData("""{"input_tokens":"SECRET"}""")]
    public async Task Unary_MarkerAnywhere_Stops(string answer)
    {
        var run = await Run(streamed: false).RunAsync(answer);

        Assert.Equal(GateState.Stopped, run.State);
        Assert.Empty(run.Released);
    }

    [Theory]
    [InlineData("""{"type":"message","content":"x"}""")]
    [InlineData("""{"type":"message","content":{}}""")]
    [InlineData("""{"type":"message","content":["x"]}""")]
    [InlineData("""{"type":"message","content":[{"text":"x"}]}""")]
    [InlineData("""{"type":"message","content":[{"type":5}]}""")]
    [InlineData("""{"type":"message","content":[{"type":"text","text":{}}]}""")]
    [InlineData("""{"type":"message","content":[{"type":"thinking","thinking":[]}]}""")]
    [InlineData("""{"type":"message","content":[{"type":"tool_use","id":"c","input":{}}]}""")]
    [InlineData("""{"type":"message","content":[{"type":"tool_use","id":"c","name":{},"input":{}}]}""")]
    [InlineData("""{"type":"message","stop_reason":5}""")]
    public async Task Unary_WrongShape_IsMalformed(string answer)
    {
        var run = await Run(streamed: false).RunAsync(answer);

        Assert.Equal(GateState.Malformed, run.State);
        Assert.Empty(run.Released);
    }

    [Fact]
    public async Task Unary_NothingToEdit_KeepsOctets()
    {
        var answer = Unary("""{ "type":"text", "text":"\u0061" , "citations":null},{"type":"tool_use","id":"c","name":"ok","input":{"a" : "b"}}""", "tool_use");

        var run = await Run(streamed: false).RunAsync(answer);

        Assert.Equal([answer], run.Released);
        Assert.Equal(("tool_use", (3L, 9L)), (run.FinishReason, run.Tokens));
        Assert.Equal("""{"a" : "b"}""", Assert.Single(run.Check.Calls).Arguments);
    }

    [Fact]
    public async Task Unary_EncodedValues_CountAsUnread()
    {
        var run = await Run(streamed: false).RunAsync(Unary(
            """{"type":"thinking","thinking":"x","signature":"QUJD"},{"type":"redacted_thinking","data":"QUJD"},{"type":"web_search_tool_result","tool_use_id":"c","content":[{"type":"web_search_result","encrypted_content":"QUJD"}]},{"type":"container_upload","file_id":"f"}"""));

        Assert.Equal((GateState.Open, 4), (run.State, run.Coverage.Unread));
    }

    [Fact]
    public async Task Unary_Redaction_EditsTextAcrossBlocks()
    {
        var run = await Run(streamed: false).RunAsync(Unary("""{"type":"text","text":"a PI"},{"type":"text","text":"N b"}"""));

        Assert.Equal("a [x] b", Said(run));
    }

    [Theory]
    [InlineData("rm,ok", "tool_use ok {}|tool_use")]
    [InlineData("ok,rm", "tool_use ok {}|tool_use")]
    [InlineData("rm,pay", "text|end_turn")]
    public async Task Calls_Withheld_AreTakenOutInBothForms(string names, string left)
    {
        var calls = names.Split(',');
        var unary = await Run(streamed: false).RunAsync(Unary(string.Join(',', calls.Select((name, i) => UnaryCall(i, name, "{}"))), "tool_use"));
        var stream = await Run(streamed: true).RunAsync([Begin, .. calls.SelectMany((name, i) => Call(i, name)), Finish("tool_use"), End]);

        var expected = left.Replace("text|", "text " + Escape(PieceEditor.WithheldText) + "|", StringComparison.Ordinal).Replace('|', '\n');
        Assert.Equal((expected, expected), (Read(unary), Read(stream)));
        Assert.Equal(unary.Verdicts, stream.Verdicts);
        Assert.All(stream.Verdicts, verdict => Assert.Equal("{}", verdict.Call.Arguments));
    }

    [Fact]
    public async Task Calls_AllWithheldBesideText_EndTheTurnWithoutMore()
    {
        var unary = await Run(streamed: false).RunAsync(Unary("""{"type":"text","text":"hi"},""" + UnaryCall(1, "rm", "{}"), "tool_use"));
        var stream = await Run(streamed: true).RunAsync([Begin, .. Text(0, "hi"), .. Call(1, "rm", "{}"), Finish("tool_use"), End]);

        var expected = $"text {Escape("hi")}\nend_turn";
        Assert.Equal((expected, expected), (Read(unary), Read(stream)));
    }

    [Fact]
    public async Task Unary_WithheldAfterThinking_SaysSoLast()
    {
        var run = await Run(streamed: false).RunAsync(
            Unary("""{"type":"thinking","thinking":"hm","signature":"QUJD"},""" + UnaryCall(1, "rm", "{}"), "tool_use"));

        Assert.Equal($"thinking hm\ntext {Escape(PieceEditor.WithheldText)}\nend_turn", Read(run));
    }

    [Fact]
    public async Task ServerCall_Withheld_TakesItsResultAlong()
    {
        const string Result = """{"type":"web_search_tool_result","tool_use_id":"c0","content":[]}""";
        var unary = await Run(streamed: false).RunAsync(Unary($$"""{{UnaryCall(0, "rm", "{}", "server_tool_use")}},{{Result}},{"type":"text","text":"hi"}"""));
        var stream = await Run(streamed: true).RunAsync(
            [Begin, .. Block(0, UnaryCall(0, "rm", "{}", "server_tool_use")), .. Block(1, Result), .. Text(2, "hi"), Finish(), End]);

        var expected = $"text {Escape("hi")}\nend_turn";
        Assert.Equal((expected, expected), (Read(unary), Read(stream)));
        Assert.Equal("rm", Assert.Single(stream.Check.Calls).Name);
    }

    [Fact]
    public async Task ServerCall_Released_KeepsItsResult()
    {
        const string Result = """{"type":"mcp_tool_result","tool_use_id":"c0","content":"r"}""";
        var unary = await Run(streamed: false).RunAsync(Unary($"{UnaryCall(0, "ok", "{}", "mcp_tool_use")},{Result},{UnaryCall(2, "rm", "{}")}", "tool_use"));
        var stream = await Run(streamed: true).RunAsync(
            [Begin, .. Block(0, UnaryCall(0, "ok", "{}", "mcp_tool_use")), .. Block(1, Result), .. Call(2, "rm"), Finish("tool_use"), End]);

        var expected = $"mcp_tool_use ok {{}}\nmcp_tool_result r\ntext {Escape(PieceEditor.WithheldText)}\nend_turn";
        Assert.Equal((expected, expected), (Read(unary), Read(stream)));
    }

    [Fact]
    public async Task CallFromWithheldCode_GoesWithTheCode()
    {
        const string Inner = """{"type":"tool_use","id":"c1","name":"ok","input":{},"caller":{"type":"code_execution_20250825","tool_id":"c0"}}""";

        var run = await Run(streamed: false).RunAsync(Unary($"{UnaryCall(0, "rm", "{}", "server_tool_use")},{Inner}", "tool_use"));

        Assert.Equal($"text {Escape(PieceEditor.WithheldText)}\nend_turn", Read(run));
    }

    [Fact]
    public async Task Call_RedactionInItsArguments_WithholdsIt()
    {
        var unary = await Run(streamed: false).RunAsync(Unary(UnaryCall(0, "ok", """{"a":"\u0050IN"}"""), "tool_use"));
        var stream = await Run(streamed: true).RunAsync([Begin, .. Call(0, "ok", "{\"a\":\"\\u00", "50IN\"}"), Finish("tool_use"), End]);

        Assert.Equal(Read(unary), Read(stream));
        Assert.Equal(PieceEditor.WithheldText, Said(stream));
    }

    [Theory]
    [InlineData("""{"type":"hologram","text":"x"}""")]
    [InlineData("""{"type":"NOT A NAME"}""")]
    public async Task UnknownBlock_IsDeniedOrPassedByPolicy(string block)
    {
        var denied = await Run(streamed: false).RunAsync(Unary(block));
        var passed = await Run(streamed: false, passUnknown: true).RunAsync(Unary(block));
        var inspected = await Run(streamed: false, passUnknown: true).RunAsync(Unary(block[..^1] + ",\"more\":\"SECRET\"}"));

        Assert.Equal((GateState.Unknown, GateState.Open, GateState.Stopped), (denied.State, passed.State, inspected.State));
        Assert.Equal([Unary(block)], passed.Released);
    }

    [Fact]
    public async Task Shadow_Everything_PassesUnchanged()
    {
        var answer = Unary("""{"type":"text","text":"SECRET PIN"},""" + UnaryCall(1, "ok", "{}"), "tool_use");

        var run = await Run(streamed: false, shadow: true).RunAsync(answer);

        Assert.Equal([answer], run.Released);
        Assert.Equal(Decision.Block, run.Decision);
    }
}
