using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Tests.Streaming;

public sealed class SseFramerTests
{
    private static readonly Gen<string> Line = Pick.From(
        "data: a", "data:b", "data", "data:  two", "event: x", ": comment", "id: 1", "retry: 5", "", "", "data: \u2028é\u0085\U0001F600");

    private static readonly Gen<byte[]> Streams =
        Gen.Select(Line, Pick.From("\r", "\n", "\r\n")).Array[0, 30]
            .Select(lines => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line.Item1 + line.Item2))));

    [Fact]
    public void Push_AnySplit_GivesTheSameEvents() =>
        Gen.Select(Streams, Gen.Int[1, 7].Array[1, 40]).Sample(
            (octets, sizes) =>
            {
                List<SseEvent> split = [];
                var framer = new SseFramer();
                for (int at = 0, i = 0; at < octets.Length; i++)
                {
                    var size = Math.Min(sizes[i % sizes.Length], octets.Length - at);
                    framer.Push(octets.AsMemory(at, size), split);
                    at += size;
                }

                Assert.Equal(Show(Whole(octets)), Show(split));
            },
            iter: 2_000);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void Push_MixedLines_JoinsDataAndDropsTheRest(string end)
    {
        var text = string.Join(end, "\uFEFF: c", "data: {", "id: 9", "data:}", "event: e", "", "data: \u2028x", "", "data: unfinished");

        Assert.Equal(["e|{\n}", "|\u2028x"], Show(Whole(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Push_OneCrLf_DoesNotEndAnEvent()
    {
        List<SseEvent> events = [];
        var framer = new SseFramer();
        framer.Push("data: a\r"u8.ToArray(), events);
        framer.Push("\n"u8.ToArray(), events);
        Assert.Empty(events);
        Assert.True(framer.IsInsideEvent);
        framer.Push("\r"u8.ToArray(), events);
        Assert.Single(events);
    }

    [Fact]
    public void Push_LargerThanTheCap_Stops()
    {
        List<SseEvent> events = [];
        var framer = new SseFramer();
        var line = Encoding.ASCII.GetBytes(": " + new string('x', 1_000) + "\n");
        for (var i = 0; i < 1_100; i++)
        {
            framer.Push(line, events);
        }

        Assert.True(framer.IsTooLarge);
        Assert.Empty(events);
    }

    [Fact]
    public void Push_EventOfOneLine_IsAPartOfTheOctets()
    {
        var octets = "data: one\n\ndata: two\n\n"u8.ToArray();

        Assert.All(Whole(octets), item => Assert.Same(octets, ArrayOf(item)));
    }

    [Fact]
    public void Push_SmallEventAmongMuchElse_KeepsNothingElseInMemory()
    {
        var octets = Encoding.ASCII.GetBytes(": " + new string('x', 1_000) + "\ndata: one\n\n");

        Assert.Equal("one"u8.ToArray(), ArrayOf(Assert.Single(Whole(octets))));
    }

    [Fact]
    public void Push_EventThatEndsLater_KeepsNothingElseInMemory()
    {
        List<SseEvent> events = [];
        var framer = new SseFramer();
        framer.Push(Encoding.ASCII.GetBytes(": " + new string('x', 1_000) + "\ndata: one\n"), events);
        framer.Push("\n"u8.ToArray(), events);

        Assert.Equal("one"u8.ToArray(), ArrayOf(Assert.Single(events)));
    }

    private static byte[] ArrayOf(SseEvent item) =>
        MemoryMarshal.TryGetArray(item.Data, out var segment) ? segment.Array! : throw new InvalidOperationException("Not an array.");

    private static List<SseEvent> Whole(byte[] octets)
    {
        List<SseEvent> events = [];
        new SseFramer().Push(octets, events);
        return events;
    }

    private static string[] Show(List<SseEvent> events) => [.. events.Select(item => item.Name + "|" + Encoding.UTF8.GetString(item.Data.Span))];
}
