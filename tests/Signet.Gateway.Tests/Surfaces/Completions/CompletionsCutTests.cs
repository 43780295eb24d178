using System.Text;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.Completions;
using Signet.Gateway.Tests.Streaming;

namespace Signet.Gateway.Tests.Surfaces.Completions;

/// <summary>Recorded streams, cut between every two octets: what comes out doesn't depend on where.</summary>
public sealed class CompletionsCutTests
{
    private static readonly string[] LineEnds = ["\n", "\r", "\r\n"];

    private static readonly string[] Clean =
    [
        ": comment",
        "",
        """data: {"id":"cmpl-1","created":1,"choices":[{"text":"Hé","index":0,"logprobs":null}],"model":"m"}""",
        "",
        """data: {"id":"cmpl-1","created":1,"choices":[{"text":" \ud83d","index":1,"finish_reason":null}],"model":"m"}""",
        "",
        "id: 7",
        """data: {"id":"cmpl-1","created":1,""",
        """data: "choices":[{"text":"llo P","index":0,"finish_reason":null}],"model":"m"}""",
        "",
        """data: {"id":"cmpl-1","created":1,"choices":[{"text":"\ude00","index":1,"finish_reason":"length"}],"model":"m"}""",
        "",
        """data: {"id":"cmpl-1","created":1,"choices":[{"text":"IN 7","index":0,"finish_reason":"stop"}],"model":"m"}""",
        "",
        """data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}""",
        "",
        "data: [DONE]",
        "",
    ];

    [Fact]
    public async Task Stream_CutAnywhere_ComesOutTheSame()
    {
        var expected = await RunAsync([Octets(Clean, _ => "\n")]);
        Assert.Equal(("H\u00e9llo [x] 7", "stop"), (expected.ChoiceText(0), expected.Finish(0)));
        Assert.Equal((" \U0001F600", "length"), (expected.ChoiceText(1), expected.Finish(1)));
        foreach (var stream in Recordings(Clean))
        {
            Assert.Equal(expected.Released, (await RunAsync(stream.Select(octet => new[] { octet }))).Released);
            for (var cut = 0; cut <= stream.Length; cut++)
            {
                var run = await RunAsync([stream[..cut], stream[cut..]]);

                Assert.Equal(GateState.Open, run.State);
                Assert.Equal(expected.Released, run.Released);
            }
        }
    }

    [Fact]
    public async Task Stream_WithMarkerCutAnywhere_StopsBeforeIt()
    {
        string[] marked = [.. Clean.Select(line => line
            .Replace("llo P", "llo SEC", StringComparison.Ordinal).Replace("IN 7", "RET", StringComparison.Ordinal))];
        foreach (var stream in Recordings(marked))
        {
            for (var cut = 0; cut <= stream.Length; cut++)
            {
                var run = await RunAsync([stream[..cut], stream[cut..]]);

                Assert.Equal((GateState.Stopped, "H\u00e9"), (run.State, run.ChoiceText(0)));
            }
        }
    }

    private static IEnumerable<byte[]> Recordings(string[] lines) =>
    [
        .. LineEnds.Select(end => Octets(lines, _ => end)),
        Octets(lines, i => LineEnds[i % 3]),
        Octets(lines, i => LineEnds[(i + i / 3) % 3]),
        [.. "\uFEFF"u8, .. Octets(lines, i => LineEnds[(i + 2) % 3])],
    ];

    // A lone CR before an LF would be one line end: the mixes never put one there.
    private static byte[] Octets(string[] lines, Func<int, string> end)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            var next = end(i);
            text.Append(lines[i]).Append(lines[i].Length == 0 && next[0] == '\n' && text is [.., '\r'] ? "\r\n" : next);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<GateRun> RunAsync(IEnumerable<byte[]> reads)
    {
        var framer = new SseFramer();
        var events = new List<SseEvent>();
        foreach (var octets in reads)
        {
            framer.Push(octets, events);
        }

        Assert.Equal("[DONE]", Encoding.UTF8.GetString(events[^1].Data.Span));
        var run = new GateRun(streamed: true, reader: new CompletionsAnswerReader(streamed: true));
        return await run.RunAsync(events.SkipLast(1).Select(item => Encoding.UTF8.GetString(item.Data.Span)));
    }
}
