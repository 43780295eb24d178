using System.Text.RegularExpressions;
using Signet.Ledger.Events;
using Signet.Testing;
using Signet.Testing.Gateway;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>
/// I2 to I4 over real sockets: nothing of a model's text before it is inspected, the same decision unary and streamed, no tool call
/// without a record that allows it. Every position of a cut is tried in process (Signet.Gateway.Tests, Parity).
/// </summary>
public sealed partial class ReleaseInvariantTests(ITestOutputHelper output)
{
    private static readonly string[] Words =
    [
        ParityPolicies.Blocked, ParityPolicies.Redacted, ParityPolicies.Escalated, ParityPolicies.Marking, "ZEBRA-12", "34", "OKAPI-", "1234", " ", "\n",
        "\u2028", "é", "\U0001F600", "data: x", "plain", "\"", "\\",
    ];

    public static TheoryData<string> Surfaces() => new(SurfaceScripts.Streamed.Select(script => script.Name));

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task Answer_AnyTextInAnyCut_IsDecidedAlikeAndNothingForbiddenArrives(string surface)
    {
        var script = SurfaceScripts.Of(surface);
        var random = Seed.Print(output);
        await using var gateway = await ParityGateway.StartAsync(ParityPolicies.Everything);
        List<(string Text, Exchange Whole, Exchange Split)> rounds = [];
        for (var round = 0; round < 60; round++)
        {
            var pieces = Enumerable.Range(0, random.Next(1, 7)).Select(_ => Words[random.Next(Words.Length)]).ToArray();
            var text = string.Concat(pieces);
            var whole = await gateway.AskAsync(script, new Prompt(), Reply.At(AnswerPlace.Text, text), streamed: false);
            var octets = new SseSpelling(random).Write(script.Stream(Reply.At(AnswerPlace.Text, pieces)));

            // The first round sends octet by octet.
            var chunks = round == 0 ? octets.Chunk(1) : Chunks(octets, random);
            var split = await gateway.AskAsync(
                script, script.Request(new Prompt(), streamed: true)?.ToJsonString(), FakeLlm.Stream(chunks), streamed: true);
            rounds.Add((text, whole, split));
        }

        var decisions = gateway.Decisions;
        foreach (var (text, whole, split) in rounds)
        {
            var what = $"{text}: {split.Body}";
            var (last, lastSplit) = (decisions[whole.CorrelationId].Last(), decisions[split.CorrelationId].Last());
            Assert.True(last.Phase == lastSplit.Phase, what);
            if (last.Phase == EventPhase.Completed)
            {
                Assert.True(last.Details!.Decision == lastSplit.Details!.Decision, what);
                Assert.True(script.Read(whole.Seen.Said).Text == script.Read(split.Seen.Said).Text, what);
                Assert.Equal(Redact(text), script.Read(split.Seen.Said).Text);
            }
            else
            {
                // A stream ends at the first finding that ends it, and can't know a stricter one that would have followed.
                Assert.True(DecisionOrder.Rank(last.Details!.Decision) >= DecisionOrder.Rank(lastSplit.Details!.Decision), what);
                Assert.True(split.Seen.IsAborted, what);
                var forbidden = Forbidden().Match(text);
                Assert.True(forbidden.Success, what);
                Assert.True(Redact(text[..forbidden.Index]).StartsWith(script.Read(split.Seen.Said).Text, StringComparison.Ordinal), what);
                Assert.False(split.Seen.Shows(forbidden.Value) || whole.Seen.Shows(forbidden.Value), what);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task ToolCall_ThatACallerSees_WasAllowedOnTheRecord(string surface)
    {
        var script = SurfaceScripts.Of(surface);
        var random = Seed.Print(output);
        await using var gateway = await ParityGateway.StartAsync(ParityPolicies.Everything);
        List<(CallReply[] Calls, bool Streamed, Exchange Exchange)> rounds = [];
        for (var round = 0; round < 40; round++)
        {
            CallReply[] calls = script.AnswerPlaces.Contains(AnswerPlace.ToolName)
                ?
                [
                    .. Enumerable.Range(0, random.Next(4)).Select(_ => Reply.Call(
                        random.Next(2) == 0 ? "get_weather" : ParityPolicies.ForbiddenTool,
                        random.Next(4) == 0 ? ["OKAPI", "-1234"] : ["Ro", "me"])),
                ]
                : [];
            var streamed = round % 2 == 0;
            rounds.Add((calls, streamed, await gateway.AskAsync(
                script, new Prompt(), new Reply { Text = random.Next(2) == 0 ? ["Hi."] : [""], Calls = calls }, streamed)));
        }

        var decisions = gateway.Decisions;
        foreach (var (calls, streamed, exchange) in rounds)
        {
            var events = decisions[exchange.CorrelationId].ToList();
            var allowed = events.Where(value => value.Phase == EventPhase.ToolCall && value.Details!.Decision == EventDecision.Allow)
                .Select(value => value.Details!.Tool!.Name);
            var seen = script.Read(exchange.Seen.Said).Calls;
            var what = $"{(streamed ? "stream" : "unary")}: {exchange.Body}";

            Assert.True(allowed.SequenceEqual(seen.Select(call => call.Name)), what);
            Assert.Equal(calls.Length, events.Count(value => value.Phase == EventPhase.ToolCall));
            Assert.True(
                calls.Select(call => new SeenCall(call.Name[0], string.Concat(call.Arguments)))
                    .Where(call => call.Name == "get_weather" && !call.Arguments.Contains(ParityPolicies.Redacted, StringComparison.Ordinal))
                    .SequenceEqual(seen),
                what);
            Assert.Equal(EventPhase.Completed, events[^1].Phase);
            Assert.True(events.FindLastIndex(value => value.Phase == EventPhase.ToolCall) < events.Count - 1, what);
        }
    }

    private static string Redact(string text) => Redacted().Replace(text, ParityPolicies.Replacement);

    private static List<byte[]> Chunks(byte[] octets, Random random)
    {
        List<byte[]> chunks = [];
        for (var at = 0; at < octets.Length; at += chunks[^1].Length)
        {
            chunks.Add(octets[at..Math.Min(octets.Length, at + random.Next(1, 200))]);
        }

        return chunks;
    }

    /// <summary>What <see cref="ParityPolicies.Everything"/> stops.</summary>
    [GeneratedRegex("ZEBRA-[0-9]{4}|GIRAFFE-[0-9]{4}|TS//SCI")]
    private static partial Regex Forbidden();

    [GeneratedRegex("OKAPI-[0-9]{4}")]
    private static partial Regex Redacted();
}
