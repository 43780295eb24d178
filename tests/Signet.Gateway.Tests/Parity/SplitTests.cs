using System.Text;
using Signet.Gateway.Streaming;
using Signet.Testing.Surfaces;

namespace Signet.Gateway.Tests.Parity;

/// <summary>Where a network cuts a stream changes nothing: neither what is decided, nor one octet of what goes out.</summary>
public sealed class SplitTests
{
    public static TheoryData<string, AnswerPlace, string> Streams()
    {
        var data = new TheoryData<string, AnswerPlace, string>();
        foreach (var script in SurfaceScripts.Streamed)
        {
            foreach (var place in script.AnswerPlaces.Where(place => script.Has(place, streamed: true)))
            {
                foreach (var text in new[] { FuzzPolicy.Forbidden, FuzzPolicy.Hidden, "é\u2028\u2029\u0085\v\f\U0001F600 plain" })
                {
                    data.Add(script.Name, place, text);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Stream_CutAtAnyOctet_GoesOutTheSame(string surface, AnswerPlace place, string text)
    {
        var octets = SseSpelling.Plain(SurfaceScripts.Of(surface).Stream(Reply.At(place, text[..3], text[3..4], text[4..])));
        var whole = await StreamReplay.StreamAsync(surface, FuzzPolicy.Pipeline, octets);
        Assert.Equal(text == FuzzPolicy.Forbidden && place != AnswerPlace.Octets, whole.Gate.State == GateState.Stopped);

        var singly = await StreamReplay.StreamAsync(surface, FuzzPolicy.Pipeline, octets, Enumerable.Range(1, octets.Length - 1));
        Assert.Equal((whole.End, whole.Output), (singly.End, singly.Output));

        // The gate sees events; so beyond the framer, positions matter no more than these.
        var step = place == AnswerPlace.Text ? 1 : 29;
        for (var cut = 1; cut < octets.Length; cut += step)
        {
            var split = await StreamReplay.StreamAsync(surface, FuzzPolicy.Pipeline, octets, cut);
            Assert.Equal((whole.End, whole.Output), (split.End, split.Output));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Framer_CutAtAnyOctet_FindsTheSameEvents(string surface, AnswerPlace place, string text)
    {
        var random = new Random(text.Length);
        var octets = new SseSpelling(random).Write(SurfaceScripts.Of(surface).Stream(Reply.At(place, text)));
        var whole = Events(octets, octets.Length);
        for (var cut = 1; cut < octets.Length; cut++)
        {
            Assert.Equal(whole, Events(octets, cut));
        }
    }

    private static List<(string Name, string Data)> Events(byte[] octets, int cut)
    {
        var framer = new SseFramer();
        List<SseEvent> events = [];
        framer.Push(octets.AsMemory(0, cut), events);
        framer.Push(octets.AsMemory(cut), events);
        return [.. events.Select(item => (item.Name, Encoding.UTF8.GetString(item.Data.Span)))];
    }
}
