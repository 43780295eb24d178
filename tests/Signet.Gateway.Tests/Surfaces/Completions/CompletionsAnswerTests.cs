using System.Text.Json;
using CsCheck;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.Completions;
using Signet.Gateway.Tests.Streaming;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Surfaces.Completions;

public sealed class CompletionsAnswerTests
{
    private static readonly Gen<string> Texts =
        Pick.From("SECRET", "SEC", "RET", "PIN", "PI", "N", "ASK", "AS", "S", "x", "\U0001F600", "\u2028", "\u00e9", "\"", "\\", " ")
            .Array[0, 12].Select(string.Concat);

    private static readonly Gen<int[]> Sizes = Gen.Int[1, 5].Array[1, 10];

    [Fact]
    public void Stream_AnySplit_IsDecidedAndReleasedLikeTheWhole() =>
        Gen.Select(Texts, Sizes).Sample(
            (text, sizes) =>
            {
                var whole = Run(streamed: false).RunAsync(Piece(0, text, "stop")).Result;
                var split = Run(streamed: true).RunAsync(Pieces(0, text, sizes)).Result;

                Assert.Equal(whole.State, split.State);
                if (!text.Contains("SECRET", StringComparison.Ordinal) || !text.Contains("ASK", StringComparison.Ordinal))
                {
                    // A stream ends at the first finding that ends it, and can't know a stricter one that would have followed.
                    Assert.Equal(whole.Decision, split.Decision);
                }

                if (whole.State == GateState.Open)
                {
                    Assert.Equal(whole.ChoiceText(), split.ChoiceText());
                    Assert.Equal(text.Replace("PIN", "[x]", StringComparison.Ordinal), split.ChoiceText());
                    Assert.Equal(("stop", "stop"), (whole.Finish(), split.Finish()));
                }
            },
            iter: 2_000, threads: 1);

    [Fact]
    public void Stream_ChoicesInterleaved_AreEachDecidedLikeTheWhole() =>
        Gen.Select(Texts, Texts, Sizes, Gen.Int[0, int.MaxValue]).Sample(
            (first, second, sizes, seed) =>
            {
                string[] texts = [first, second];
                var random = new Random(seed);
                Queue<string>[] waiting = [.. texts.Select((text, i) => new Queue<string>(Pieces(i, text, sizes)))];
                List<string> pieces = [];
                while (waiting.Any(queue => queue.Count > 0))
                {
                    if (waiting[random.Next(2)].TryDequeue(out var piece))
                    {
                        pieces.Add(piece);
                    }
                }

                var choices = $"{Choice(0, first, "stop")},{Choice(1, second, "stop")}";
                var whole = Run(streamed: false).RunAsync($$"""{"choices":[{{choices}}]}""").Result;
                var mixed = Run(streamed: true).RunAsync(pieces).Result;

                Assert.Equal(whole.State, mixed.State);
                for (var i = 0; i < 2 && whole.State == GateState.Open; i++)
                {
                    Assert.Equal(texts[i].Replace("PIN", "[x]", StringComparison.Ordinal), mixed.ChoiceText(i));
                    Assert.Equal(whole.ChoiceText(i), mixed.ChoiceText(i));
                }
            },
            iter: 1_000, threads: 1);

    [Fact]
    public void Stream_AnySplit_NoOctetOfAMarkerIsReleased() =>
        Gen.Select(Pick.From("SECRET", "ASK"), Gen.String[Gen.Char['a', 'z'], 0, 6], Sizes).Sample(
            (marker, before, sizes) =>
            {
                var run = Run(streamed: true).RunAsync(Split(before + marker + "after", sizes).Select(piece => Piece(0, piece))).Result;

                Assert.Equal(GateState.Stopped, run.State);
                Assert.StartsWith(run.ChoiceText(), before, StringComparison.Ordinal);
            },
            iter: 500, threads: 1);

    [Theory]
    [InlineData("""{"id":"SECRET","choices":[]}""")]
    [InlineData("""{"object":"SECRET","choices":[]}""")]
    [InlineData("""{"SECRET":[]}""")]
    [InlineData("""{"choices":[{"index":0,"text":"\u0053ECRET"}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":"","SECRET":1}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":"","odd":{"x":["SECRET"]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"SECRET"}]}""")]
    [InlineData("""{"choices":[{"index":0,"logprobs":{"tokens":["SEC","RET"]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"logprobs":{"tokens":[],"top_logprobs":[{"x":-1,"SECRET":-2}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"logprobs":{"top_logprobs":[{"a":-1,"SEC":-2},null,{"b":-1,"RET":-2}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"logprobs":{"top_logprobs":[{"text":"SECRET"}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"logprobs":{"content":[{"token":"SEC"},{"token":"RET"}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"logprobs":"SECRET"}]}""")]
    [InlineData("""{"error":{"message":"SECRET","type":"t"}}""")]
    [InlineData("""{"choices":[],"usage":{"SECRET":1}}""")]
    public async Task Answer_MarkerAnywhere_Stops(string piece)
    {
        foreach (var streamed in (bool[])[false, true])
        {
            var run = await Run(streamed).RunAsync(piece);

            Assert.Equal(GateState.Stopped, run.State);
            Assert.Empty(run.Released);
        }
    }

    [Theory]
    [InlineData("""{"choices":5}""")]
    [InlineData("""{"choices":{"index":0,"text":"x"}}""")]
    [InlineData("""{"choices":["x"]}""")]
    [InlineData("""{"choices":[{"index":"0","text":"x"}]}""")]
    [InlineData("""{"choices":[{"index":-1,"text":"x"}]}""")]
    [InlineData("""{"choices":[{"index":128,"text":"x"}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":["x"]}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":[120,121]}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":5}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":"x","finish_reason":5}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"x"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"ok","arguments":"{}"}}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":"x","tool_calls":[{"function":{"name":"ok","arguments":"{}"}}]}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":"x","function_call":{"name":"ok","arguments":"{}"}}]}""")]
    public async Task Answer_WrongShape_IsMalformed(string piece)
    {
        foreach (var streamed in (bool[])[false, true])
        {
            var run = await Run(streamed).RunAsync(piece);

            Assert.Equal(GateState.Malformed, run.State);
            Assert.Empty(run.Released);
        }
    }

    [Fact]
    public async Task Answer_NothingToEdit_KeepsOctetsAndCounts()
    {
        const string Whole = """
            { "id":"cmpl-1", "object":"text_completion", "created":1, "model":"m",
              "choices":[ {"text":"\u0061b", "index":0, "logprobs":{"tokens":["a","b"],"token_logprobs":[null,-0.5],
              "top_logprobs":[null,{"b":-0.5,"c":-1.5}],"text_offset":[0,1]}, "finish_reason":"length", "tool_calls":null} ],
              "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5} }
            """;

        var run = await Run(streamed: false).RunAsync(Whole);

        Assert.Equal([Whole], run.Released);
        Assert.Equal(("length", (3L, 2L), Decision.Allow), (run.FinishReason, run.Tokens, run.Decision));
        Assert.Empty(run.Verdicts);
    }

    [Fact]
    public async Task Stream_Obfuscation_GoesAndUsageAtTheEndCounts()
    {
        var run = await Run(streamed: true).RunAsync(
            """{"choices":[{"index":0,"text":"a"}],"obfuscation":"zz"}""",
            """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}""");

        Assert.Equal("""{"choices":[{"index":0,"text":"a"}]}""", run.Released[0]);
        Assert.Equal((3L, 2L), run.Tokens);
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("tool_calls", "other")]
    [InlineData("whatever", "other")]
    public async Task Finish_Word_IsRecordedWhenTheApiKnowsIt(string word, string recorded)
    {
        var run = await Run(streamed: false).RunAsync(Piece(0, "x", word));

        Assert.Equal((word, recorded), (run.Finish(), run.FinishReason));
    }

    [Fact]
    public async Task Unary_RedactedText_IsEditedInPlaceAndLosesWhatRepeatsIt()
    {
        var run = await Run(streamed: false).RunAsync(
            """
            {"choices":[ {"text" : "a PIN b","index":0,"logprobs":{"tokens":["a"," P","IN"," b"],"top_logprobs":[{"a":-1}]},
            "token_ids":[64,393,1268],"note":"kept"},
            {"text":"clean","index":1,"logprobs":{"tokens":["clean"]},"token_ids":[1]} ]}
            """);

        Assert.Equal(
            """
            {"choices":[ {"text" : "a [x] b","index":0,"logprobs":null,
            "token_ids":null,"note":"kept"},
            {"text":"clean","index":1,"logprobs":{"tokens":["clean"]},"token_ids":[1]} ]}
            """,
            Assert.Single(run.Released));
        Assert.Equal(Decision.Redact, run.Decision);
    }

    [Fact]
    public async Task Stream_RedactedTextAcrossPieces_LosesTheLogprobsOfEach()
    {
        var run = await Run(streamed: true).RunAsync(
            """{"choices":[{"index":0,"text":"a P","logprobs":{"tokens":["a P"],"top_logprobs":[{"a P":-1}],"text_offset":[0]}}]}""",
            """{"choices":[{"index":0,"text":"IN b","logprobs":{"tokens":["IN b"],"top_logprobs":[{"IN b":-1}],"text_offset":[3]}}]}""",
            Piece(0, "", "stop"));

        Assert.Equal(
            ["""{"choices":[{"index":0,"text":"a [x]","logprobs":null}]}""", """{"choices":[{"index":0,"text":" b","logprobs":null}]}"""],
            run.Released.Take(2));
    }

    [Fact]
    public async Task Answer_LogprobsOfALongText_TakeFewChannels()
    {
        var tokens = Enumerable.Range(0, 1_000).Select(i => $"w{i} ").ToArray();
        var map = string.Join(',', tokens.Select(token => "{" + string.Join(',', "abcde".Select(c => $"\"{c}{token}\":-1")) + "}"));
        var logprobs = $$"""{"tokens":{{JsonSerializer.Serialize(tokens)}},"top_logprobs":[{{map}}]}""";
        var piece = $$"""{"choices":[{"index":0,"text":{{Quote(string.Concat(tokens))}},"logprobs":{{logprobs}}}]}""";

        var run = await Run(streamed: false).RunAsync(piece);

        Assert.Equal((GateState.Open, Decision.Allow), (run.State, run.Decision));
        Assert.Equal([piece], run.Released);
        Assert.Equal(7, run.Coverage.Seen);
    }

    [Fact]
    public async Task Stream_MoreHeldThanAllowed_Ends()
    {
        var run = await Run(streamed: true, maxHeld: 500).RunAsync([Piece(0, "S"), .. Enumerable.Repeat(Piece(1, "aaaaaaaaaa"), 20)]);

        Assert.Equal(GateState.TooMuchHeld, run.State);
        Assert.Empty(run.Released);
    }

    [Fact]
    public async Task Shadow_Everything_PassesUnchanged()
    {
        var piece = Piece(0, "SECRET PIN", "stop");

        var run = await Run(streamed: false, shadow: true).RunAsync(piece);

        Assert.Equal([piece], run.Released);
        Assert.Equal(Decision.Block, run.Decision);
    }

    private static GateRun Run(bool streamed, bool shadow = false, int maxHeld = AnswerGate.MaxHeldOctets) =>
        new(streamed, shadow, maxHeld, new CompletionsAnswerReader(streamed));

    private static IEnumerable<string> Pieces(int index, string text, int[] sizes) =>
        [.. Split(text, sizes).Select(piece => Piece(index, piece)), Piece(index, "", "stop")];

    private static IEnumerable<string> Split(string text, int[] sizes)
    {
        for (int at = 0, i = 0; at < text.Length; i++)
        {
            var size = Math.Min(sizes[i % sizes.Length], text.Length - at);
            yield return text.Substring(at, size);
            at += size;
        }
    }

    private static string Piece(int index, string text, string? finish = null) =>
        $$"""{"id":"c","object":"text_completion","model":"m","choices":[{{Choice(index, text, finish)}}]}""";

    private static string Choice(int index, string text, string? finish) =>
        $$"""{"index":{{index}},"text":{{Quote(text)}},"logprobs":null,"finish_reason":{{(finish is null ? "null" : Quote(finish))}}}""";

    // Each half of a pair may stand in its own piece, as its escape.
    private static string Quote(string text) => "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"";
}
