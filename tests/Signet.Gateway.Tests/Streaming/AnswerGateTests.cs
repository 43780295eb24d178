using System.Text.Json;
using CsCheck;
using Signet.Gateway.Streaming;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Streaming;

public sealed class AnswerGateTests
{
    private static readonly Gen<string> Texts =
        Pick.From("SECRET", "SEC", "RET", "PIN", "PI", "N", "ASK", "AS", "S", "x", "\U0001F600", "\u2028", "é", "\"", "\\", " ")
            .Array[0, 12].Select(string.Concat);

    private static readonly Gen<int[]> Sizes = Gen.Int[1, 5].Array[1, 10];

    [Fact]
    public void Stream_AnySplit_IsDecidedAndReleasedLikeTheWhole() =>
        Gen.Select(Texts, Sizes).Sample(
            (text, sizes) =>
            {
                var whole = new GateRun(streamed: false).RunAsync(Message(text)).Result;
                var split = new GateRun(streamed: true).RunAsync([.. Split(text, sizes).Select(piece => Delta(piece)), Finish("stop")]).Result;

                Assert.Equal(whole.State, split.State);
                if (!text.Contains("SECRET", StringComparison.Ordinal) || !text.Contains("ASK", StringComparison.Ordinal))
                {
                    // A stream ends at the first finding that ends it, and can't know a stricter one that would have followed.
                    Assert.Equal(whole.Decision, split.Decision);
                }

                if (whole.State == GateState.Open)
                {
                    Assert.Equal(whole.Text(), split.Text());
                    Assert.Equal(text.Replace("PIN", "[x]", StringComparison.Ordinal), split.Text());
                }
            },
            iter: 3_000, threads: 1);

    [Fact]
    public void Stream_AnySplit_NoOctetOfAMarkerIsReleased() =>
        Gen.Select(Pick.From("SECRET", "ASK"), Gen.String[Gen.Char['a', 'z'], 0, 6], Sizes).Sample(
            (marker, before, sizes) =>
            {
                var run = new GateRun(streamed: true).RunAsync(Split(before + marker + "after", sizes).Select(piece => Delta(piece))).Result;

                Assert.Equal(GateState.Stopped, run.State);
                Assert.StartsWith(run.Text(), before, StringComparison.Ordinal);
            },
            iter: 1_000, threads: 1);

    [Fact]
    public async Task Stream_FieldsInterleaved_AreInspectedApart()
    {
        var run = await new GateRun(streamed: true).RunAsync(
            """{"id":"x","model":"m","choices":[{"index":0,"delta":{"content":"SEC"}}]}""",
            """{"id":"x","model":"m","choices":[{"index":1,"delta":{"content":"other"}}]}""",
            """{"id":"x","model":"m","choices":[{"index":0,"delta":{"content":"RET"}}]}""");

        Assert.Equal(GateState.Stopped, run.State);
        Assert.Empty(run.Released);
    }

    [Theory]
    [InlineData("""{"id":"SECRET","choices":[]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"SECRET"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"SECRET":1}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":[{"type":"SECRET"}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":"SECRET"}]}""")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"SECRET"}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"SECRET"}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"\u0053ECRET"}}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"function_call":{"name":"SECRET"}}}]}""")]
    [InlineData("""{"choices":[{"index":0,"logprobs":{"content":[{"token":"SEC"},{"token":"RET"}]}}]}""")]
    [InlineData("""{"error":{"message":"SECRET"}}""")]
    [InlineData("""{"usage":{"x":["SECRET"]}}""")]
    public async Task Stream_MarkerAnywhere_Stops(string piece)
    {
        var run = await new GateRun(streamed: true).RunAsync(piece);

        Assert.Equal(GateState.Stopped, run.State);
        Assert.Empty(run.Released);
    }

    [Theory]
    [InlineData("""{"choices":5}""")]
    [InlineData("""{"choices":[5]}""")]
    [InlineData("""{"choices":[{"index":"0"}]}""")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":5}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":"x"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":-1}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":"x"}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"ok","arguments":{"path":"/etc"}}}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"ok","arguments":[]}}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":["ok"],"arguments":""}}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"custom":{"name":"ok","arguments":"a","input":"b"}}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"ok"},"custom":{"name":"rm"}}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"function_call":{"name":"ok","arguments":{"path":"/etc"}}}}]}""")]
    [InlineData("[]")]
    public async Task Stream_WrongShape_IsMalformed(string piece)
    {
        var run = await new GateRun(streamed: true).RunAsync(piece);

        Assert.Equal(GateState.Malformed, run.State);
        Assert.Empty(run.Released);
    }

    [Fact]
    public async Task Stream_RedactedText_LosesItsLogprobs()
    {
        var run = await new GateRun(streamed: true).RunAsync(
            """{"choices":[{"index":0,"delta":{"content":"a PIN"},"logprobs":{"content":[{"token":"a PIN","bytes":[80,73,78]}]}}]}""", Finish("stop"));

        Assert.Equal("""{"choices":[{"index":0,"delta":{"content":"a [x]"},"logprobs":null}]}""", run.Released[0]);
    }

    [Fact]
    public async Task Unary_RedactedText_LosesItsTokenIds()
    {
        var run = await new GateRun(streamed: false).RunAsync(
            """{"choices":[{"index":0,"message":{"content":"a PIN"},"token_ids":[64,393],"note":"kept"}]}""");

        Assert.Equal("""{"choices":[{"index":0,"message":{"content":"a [x]"},"token_ids":null,"note":"kept"}]}""", Assert.Single(run.Released));
    }

    [Fact]
    public async Task Stream_NothingToEdit_KeepsOctets()
    {
        const string Piece = """{ "id" : "c", "choices":[ {"index":0, "delta":{"content":"\u0061\ud83d"} } ] , "created":1 }""";

        var run = await new GateRun(streamed: true).RunAsync(Piece, """{"obfuscation":"zz","choices":[]}""");

        Assert.Equal([Piece, """{"choices":[]}"""], run.Released);
    }

    [Fact]
    public async Task Stream_MoreHeldThanAllowed_Ends()
    {
        var run = await new GateRun(streamed: true, maxHeld: 500).RunAsync(
            Enumerable.Repeat("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"aaaaaaaaaa"}}]}}]}""", 20));

        Assert.Equal(GateState.TooMuchHeld, run.State);
        Assert.Empty(run.Released);
    }

    [Fact]
    public void Stream_ToolCallsAtAnySplit_AreJudgedLikeTheWhole() =>
        Gen.Select(Pick.From("rm", "pay", "ok").Array[1, 4], Sizes, Gen.Bool).Sample(
            (names, sizes, said) =>
            {
                const string Arguments = """{"a":"b\"c"}""";
                List<string> pieces = [.. said ? [Delta("hi")] : Array.Empty<string>()];
                for (var i = 0; i < names.Length; i++)
                {
                    pieces.Add($$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":{{{i}}},"id":"c{{{i}}}","type":"function","function":{"name":"{{{names[i]}}}","arguments":""}}]}}]}""");
                    pieces.AddRange(Split(Arguments, sizes).Select(piece =>
                        $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":{{{i}}},"function":{"arguments":{{{JsonSerializer.Serialize(piece)}}}}}]}}]}"""));
                }

                var calls = string.Join(',', names.Select((name, i) =>
                    $$$"""{"id":"c{{{i}}}","type":"function","function":{"name":"{{{name}}}","arguments":{{{JsonSerializer.Serialize(Arguments)}}}}}"""));
                var content = said ? "\"hi\"" : "null";
                var whole = new GateRun(streamed: false).RunAsync(
                    $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":{{{content}}},"tool_calls":[{{{calls}}}]},"finish_reason":"tool_calls"}]}""").Result;
                var split = new GateRun(streamed: true).RunAsync([.. pieces, Finish("tool_calls")]).Result;

                Assert.Equal(whole.Verdicts, split.Verdicts);
                Assert.Equal(whole.Calls(), split.Calls());
                Assert.Equal(whole.Text(), split.Text());
                Assert.Equal(whole.Finish(), split.Finish());
                var released = names.Where(name => name == "ok").ToArray();
                Assert.Equal(string.Join(';', released.Select((name, i) => $"{i}:{name}({Arguments})")), split.Calls());
                Assert.Equal(released.Length > 0 ? "tool_calls" : "stop", split.Finish());
                Assert.Equal(said ? "hi" : released.Length > 0 ? "" : PieceEditor.WithheldText, split.Text());
                Assert.DoesNotContain(split.Released, piece => piece.Contains("\"rm\"", StringComparison.Ordinal) || piece.Contains("\"pay\"", StringComparison.Ordinal));
            },
            iter: 300, threads: 1);

    [Fact]
    public async Task Stream_ToolCallBeforeItsEnd_IsHeldBack()
    {
        var run = new GateRun(streamed: true);
        await run.RunAsync(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"rm","arguments":"{}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"d","type":"function","function":{"name":"ok","arguments":"{}"}}]}}]}""",
            Finish("tool_calls"));

        Assert.Equal("""{"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}""", run.Released[0]);
        Assert.Contains("\"index\":0,\"id\":\"d\"", run.Released[1], StringComparison.Ordinal);
        Assert.Equal(["rm", "ok"], run.Check.Calls.Select(call => call.Name));
    }

    [Theory]
    [InlineData("""{\"a\":\"\\u0053ECRE\\u0054\"}""", true)]
    [InlineData("""{\"a\":\"\\u0053ECRE\\u0054""", true)]
    [InlineData("""{\"a\":\"\\u0050IN\"}""", false)]
    public async Task Call_MarkerInEscapesOfItsArguments_IsFoundInBothForms(string arguments, bool stops)
    {
        var half = arguments.IndexOf("u00", StringComparison.Ordinal) + 3;
        var whole = await new GateRun(streamed: false).RunAsync(
            $$$"""{"choices":[{"index":0,"message":{"tool_calls":[{"id":"c","function":{"name":"ok","arguments":"{{{arguments}}}"}}]},"finish_reason":"tool_calls"}]}""");
        var split = await new GateRun(streamed: true).RunAsync(
            $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"ok","arguments":"{{{arguments[..half]}}}"}}]}}]}""",
            $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{{{arguments[half..]}}}"}}]}}]}""",
            Finish("tool_calls"));

        var state = stops ? GateState.Stopped : GateState.Open;
        Assert.Equal((state, state), (whole.State, split.State));
        Assert.Equal(("", ""), (whole.Calls(), split.Calls()));
        Assert.Equal(whole.Text(), split.Text());
    }

    [Fact]
    public async Task Stream_CallAfterTheChoiceEnded_IsMalformed()
    {
        var run = await new GateRun(streamed: true).RunAsync(
            Finish("stop"), """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"ok","arguments":"{}"}}]}}]}""");

        Assert.Equal(GateState.Malformed, run.State);
    }

    [Fact]
    public async Task Unary_RedactionInArguments_WithholdsTheCall()
    {
        var run = await new GateRun(streamed: false).RunAsync(
            """{"choices":[{"message":{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"ok","arguments":"PIN"}}]},"finish_reason":"tool_calls"}]}""");

        Assert.Equal("""{"choices":[{"message":{"content":"A tool call was withheld by policy.","role":"assistant"},"finish_reason":"stop"}]}""", Assert.Single(run.Released));
    }

    [Theory]
    [InlineData("""{"function":null,"custom":{"name":"rm","input":"x"}}""", "rm", "x")]
    [InlineData("""{"function":{"name":"rm","arguments":"{}","input":null},"custom":null}""", "rm", "{}")]
    [InlineData("""{"custom":{"name":"rm","arguments":null,"input":"x"}}""", "rm", "x")]
    public async Task Unary_NullBesideACall_HidesNothing(string call, string name, string arguments)
    {
        var run = await new GateRun(streamed: false).RunAsync(
            $$$"""{"choices":[{"message":{"role":"assistant","tool_calls":[{{{call}}}]},"finish_reason":"tool_calls"}]}""");

        var (judged, verdict) = Assert.Single(run.Verdicts);
        Assert.Equal((name, arguments, CallVerdict.Withhold), (judged.Name, judged.Arguments, verdict));
    }

    [Theory]
    [InlineData("o", "k")]
    [InlineData("", "ok")]
    [InlineData("ok", "")]
    public async Task Stream_NameInSeveralPieces_IsWithheld(string first, string second)
    {
        var run = await new GateRun(streamed: true).RunAsync(
            $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"{{{first}}}","arguments":"{}"}}]}}]}""",
            $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"{{{second}}}"}}]}}]}""",
            Finish("tool_calls"));

        // SDKs either join the pieces of a name or take the last; beside an empty one both come to the same.
        var whole = first.Length == 0 || second.Length == 0;
        Assert.Equal(whole ? CallVerdict.Release : CallVerdict.Withhold, Assert.Single(run.Verdicts).Verdict);
        Assert.Equal(whole ? "0:ok({})" : "", run.Calls());
    }

    [Fact]
    public async Task Unary_TwoCallsOfOneNumber_AreWithheld()
    {
        var run = await new GateRun(streamed: false).RunAsync(
            """{"choices":[{"message":{"tool_calls":[{"index":0,"function":{"name":"o","arguments":""}},{"index":0,"function":{"name":"k","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");

        Assert.All(run.Verdicts, item => Assert.Equal(CallVerdict.Withhold, item.Verdict));
        Assert.DoesNotContain("tool_calls", Assert.Single(run.Released), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unary_LegacyFunctionCall_IsJudged()
    {
        var run = await new GateRun(streamed: false).RunAsync(
            """{"choices":[{"message":{"content":null,"function_call":{"name":"rm","arguments":"{}"}},"finish_reason":"function_call"}]}""");

        Assert.Equal("""{"choices":[{"message":{"content":"A tool call was withheld by policy."},"finish_reason":"stop"}]}""", Assert.Single(run.Released));
    }

    [Fact]
    public async Task Shadow_Everything_PassesUnchanged()
    {
        var piece = Message("SECRET PIN");

        var run = await new GateRun(streamed: false, shadow: true).RunAsync(piece);

        Assert.Equal([piece], run.Released);
        Assert.Equal(Decision.Block, run.Decision);
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

    // Each half of a pair may stand in its own piece, as its escape.
    private static string Delta(string text) =>
        $$$"""{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":{{{Escape(text)}}}}}]}""";

    private static string Finish(string reason) => $$$"""{"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"{{{reason}}}"}]}""";

    private static string Message(string text) =>
        $$$"""{"id":"c","model":"m","choices":[{"index":0,"message":{"content":{{{Escape(text)}}}},"finish_reason":"stop"}]}""";

    private static string Escape(string text) => "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"";
}
