using Signet.Testing.Surfaces;

namespace Signet.Gateway.Tests.Parity;

/// <summary>The scripts themselves: an answer says the same in one piece and streamed, and every place that is claimed exists.</summary>
public sealed class SurfaceScriptTests
{
    public static TheoryData<SurfaceScript> Scripts() => [.. SurfaceScripts.All];

    [Fact]
    public void Surfaces_AllOfThem_HaveAScript() =>
        Assert.Equal(StreamReplay.SurfaceNames.Order(), SurfaceScripts.All.Select(script => script.Name).Order());

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_EveryPlace_IsWhereItSays(SurfaceScript script)
    {
        foreach (var place in Enum.GetValues<RequestPlace>().Except([RequestPlace.Header]))
        {
            var shown = place == RequestPlace.MediaOctets ? Prompt.Encode("trigger") : "trigger";
            var prompt = Prompt.At(place, "trigger");
            var request = script.Octets(prompt) ?? script.Request(prompt, streamed: false)?.ToJsonString();
            Assert.Equal(script.RequestPlaces.Contains(place), request is not null && SeenAnswer.Of(request).Shows(shown));
        }

        foreach (var place in Enum.GetValues<AnswerPlace>())
        {
            var shown = place == AnswerPlace.Octets ? Prompt.Encode("trigger") : "trigger";
            var reply = Reply.At(place, "tri", "gg", "er");
            var unary = script.Octets(reply) ?? script.Unary(reply).ToJsonString();
            Assert.Equal(script.Has(place, streamed: false), SeenAnswer.Of(unary).Shows(shown));

            if (script.Streams)
            {
                var stream = System.Text.Encoding.UTF8.GetString(SseSpelling.Plain(script.Stream(reply)));
                Assert.Equal(script.Has(place, streamed: true), SeenAnswer.Of(stream).Shows(shown));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_UnaryAndStreamed_AreReadAlike(SurfaceScript script)
    {
        if (!script.Streams)
        {
            Assert.Throws<NotSupportedException>(() => script.Stream(new Reply()));
            return;
        }

        var reply = new Reply
        {
            Text = ["Hel", "lo. "],
            SecondText = ["Good", "bye."],
            Reasoning = ["Well", "..."],
            Refusal = script.AnswerPlaces.Contains(AnswerPlace.Refusal) ? ["No", "."] : [],
            Calls = script.AnswerPlaces.Contains(AnswerPlace.ToolName) ? [Reply.Call("get_weather", "Ro", "me"), Reply.Call("get_time", "Oslo")] : [],
        };
        var unary = script.Read([script.Unary(reply)]);
        var streamed = script.Read([.. script.Stream(reply).Select(item => item.Json).OfType<System.Text.Json.Nodes.JsonObject>()]);

        Assert.Equal("Hello. Goodbye.", unary.Text);
        Assert.Equal((unary.Text, unary.StopReason), (streamed.Text, streamed.StopReason));
        Assert.Equal(unary.Calls, streamed.Calls);
        Assert.Equal(reply.Calls.Count, unary.Calls.Count);
    }
}
