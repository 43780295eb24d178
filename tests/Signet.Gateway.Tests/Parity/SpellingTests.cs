using System.Text;
using System.Text.RegularExpressions;
using Signet.Gateway.Streaming;
using Signet.Testing;
using Signet.Testing.Surfaces;

namespace Signet.Gateway.Tests.Parity;

/// <summary>
/// However an answer is spelled and cut - pieces, chunks, line ends, byte order mark, comments, data in several lines, escapes, order of
/// members - it is decided like the same text in one piece, and nothing goes out from the first forbidden character on.
/// </summary>
public sealed partial class SpellingTests(ITestOutputHelper output)
{
    private static readonly string[] Words =
    [
        FuzzPolicy.Forbidden, FuzzPolicy.Hidden, "ZEBRA-12", "34", "ZEB", "RA-", "OKA", "PI", "(TS//", "SCI)", "x", " ", "\n", "\r", "\u2028", "\u2029",
        "\u0085", "\v", "\f", "é", "\U0001F600", "\"", "\\", "data: ", "event: x", "\u200D", "e\u0301",
    ];

    private static readonly AnswerPlace[] Places = [AnswerPlace.Text, AnswerPlace.SecondText, AnswerPlace.Reasoning, AnswerPlace.Refusal];

    public static TheoryData<string> Surfaces() => new(SurfaceScripts.Streamed.Select(script => script.Name));

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task Stream_AnySpelling_IsDecidedLikeTheWhole(string surface)
    {
        var script = SurfaceScripts.Of(surface);
        var random = Seed.Print(output);
        for (var round = 0; round < 400; round++)
        {
            var place = Places.Where(script.AnswerPlaces.Contains).ElementAt(random.Next(Places.Count(script.AnswerPlaces.Contains)));
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Words[random.Next(Words.Length)]));
            var what = $"round {round}: {place} {text}";
            var whole = await StreamReplay.UnaryAsync(
                surface, FuzzPolicy.Pipeline, new JsonSpelling(random).Write(script.Unary(Reply.At(place, text))));
            var octets = new SseSpelling(random).Write(script.Stream(Reply.At(place, Pieces(text, random))));
            var split = await StreamReplay.StreamAsync(surface, FuzzPolicy.Pipeline, octets, Cuts(octets.Length, random));

            Assert.True(whole.End == split.End, $"{what}: {whole.End}, {split.End}");
            if (whole.Gate.State == GateState.Open)
            {
                // A redaction falls at the same characters.
                Assert.Equal(text.Replace(FuzzPolicy.Hidden, FuzzPolicy.Replacement, StringComparison.Ordinal), TextAt(place, script, whole.Seen));
                Assert.Equal(TextAt(place, script, whole.Seen), TextAt(place, script, split.Seen));
                Assert.Equal(script.Read(whole.Seen.Documents).Text, script.Read(split.Seen.Documents).Text);

                // Nor is it left where a stream says the same again.
                Assert.False(split.Seen.Shows(FuzzPolicy.Hidden), $"{what}: {split.Output}");
            }
            else
            {
                Assert.Empty(whole.Output);
                Assert.False(split.Seen.Shows(FuzzPolicy.Forbidden), what);
                var clean = Clean(text);
                Assert.True(clean.StartsWith(TextAt(place, script, split.Seen), StringComparison.Ordinal), $"{what}: {split.Output}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task Stream_ToolCallsInAnySpelling_AreJudgedLikeTheWhole(string surface)
    {
        var script = SurfaceScripts.Of(surface);
        if (!script.AnswerPlaces.Contains(AnswerPlace.ToolName))
        {
            // Where an API has no calls, what looks like one breaks its form, or is text like the rest.
            var chat = new ChatCompletionsScript().Stream(Reply.At(AnswerPlace.ToolName, FuzzPolicy.Forbidden));
            var stopped = await StreamReplay.StreamAsync(surface, FuzzPolicy.Pipeline, SseSpelling.Plain(chat));
            Assert.True(stopped.Gate.State is GateState.Malformed or GateState.Stopped);
            Assert.False(stopped.Seen.Shows(FuzzPolicy.Forbidden), stopped.Output);
            return;
        }

        var random = Seed.Print(output);
        for (var round = 0; round < 200; round++)
        {
            CallReply[] calls =
            [
                .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Reply.Call(
                    random.Next(2) == 0 ? "get_weather" : FuzzPolicy.ForbiddenTool,
                    Pieces(random.Next(3) == 0 ? FuzzPolicy.Hidden : "Rome", random))),
            ];
            var reply = new Reply { Text = random.Next(2) == 0 ? ["Hi."] : [], Calls = calls };
            var whole = await StreamReplay.UnaryAsync(surface, FuzzPolicy.Pipeline, new JsonSpelling(random).Write(script.Unary(reply)));
            var octets = new SseSpelling(random).Write(script.Stream(reply));
            var split = await StreamReplay.StreamAsync(surface, FuzzPolicy.Pipeline, octets, Cuts(octets.Length, random));

            var (seenWhole, seenSplit) = (script.Read(whole.Seen.Documents), script.Read(split.Seen.Documents));
            var released = calls.Select(call => new SeenCall(string.Concat(call.Name), string.Concat(call.Arguments)))
                .Where(call => call.Name == "get_weather" && !call.Arguments.Contains(FuzzPolicy.Hidden, StringComparison.Ordinal));
            var what = $"round {round}";
            Assert.Equal(("open", "open"), (whole.End, split.End));
            Assert.True(released.SequenceEqual(seenWhole.Calls), $"{what}: {whole.Output}");
            Assert.True(released.SequenceEqual(seenSplit.Calls), $"{what}: {split.Output}");
            Assert.True((seenWhole.Text, seenWhole.StopReason) == (seenSplit.Text, seenSplit.StopReason), $"{what}: {split.Output}");
            Assert.False(split.Seen.Shows(FuzzPolicy.ForbiddenTool) || split.Seen.Shows(FuzzPolicy.Hidden), $"{what}: {split.Output}");
        }
    }

    [Theory]
    [InlineData('\v')]
    [InlineData('\f')]
    [InlineData('\u001C')]
    [InlineData('\0')]
    public async Task Stream_ControlCharacterInAString_EndsTheStream(char control)
    {
        foreach (var script in SurfaceScripts.Streamed)
        {
            var plain = Encoding.UTF8.GetString(SseSpelling.Plain(script.Stream(Reply.At(AnswerPlace.Text, "be", "@@", "after"))));
            var octets = Encoding.UTF8.GetBytes(plain.Replace("@@", control + FuzzPolicy.Forbidden, StringComparison.Ordinal));
            var run = await StreamReplay.StreamAsync(script.Name, FuzzPolicy.Pipeline, octets);

            Assert.True(run.IsMalformed);
            Assert.False(run.Seen.Shows(FuzzPolicy.Forbidden) || run.Seen.Shows("after"));
        }
    }

    /// <summary>Cuts a text between characters, some of the pieces empty.</summary>
    private static string[] Pieces(string text, Random random)
    {
        List<string> pieces = [""];
        foreach (var rune in text.EnumerateRunes())
        {
            if (random.Next(3) == 0)
            {
                pieces.Add("");
            }

            pieces[^1] += rune.ToString();
        }

        return [.. pieces];
    }

    private static int[] Cuts(int length, Random random) =>
        [.. Enumerable.Range(1, length - 1).Where(_ => random.Next(40) == 0)];

    /// <summary>The text that may be seen: all before the first forbidden character, redacted.</summary>
    private static string Clean(string text)
    {
        var forbidden = Forbidden().Match(text);
        return (forbidden.Success ? text[..forbidden.Index] : text).Replace(FuzzPolicy.Hidden, FuzzPolicy.Replacement, StringComparison.Ordinal);
    }

    /// <summary>What a client has of a place: the joined text that isn't the harmless rest of the answer.</summary>
    private static string TextAt(AnswerPlace place, SurfaceScript script, SeenAnswer seen)
    {
        var view = script.Read(seen.Documents);
        return place switch
        {
            AnswerPlace.Reasoning => view.Reasoning,
            AnswerPlace.Refusal => view.Refusal,
            AnswerPlace.SecondText when view.Text.StartsWith("Hello.", StringComparison.Ordinal) => view.Text["Hello.".Length..],
            _ => view.Text,
        };
    }

    [GeneratedRegex("ZEBRA-[0-9]{4}|TS//SCI")]
    private static partial Regex Forbidden();
}
