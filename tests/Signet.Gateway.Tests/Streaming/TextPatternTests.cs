using CsCheck;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Tests.Streaming;

public sealed class TextPatternTests
{
    private static readonly Gen<string> Pieces = Gen.OneOf(
        Pick.From("SEC", "RET", "PI", "N", "A", "SK", "x", " ", "é", "\\n", "\\u0053", "\\\"", "\u2028").Array[0, 3]
            .Select(texts => $$"""{"id":"c","choices":[{"index":0,"delta":{"content":"{{string.Concat(texts)}}"},"finish_reason":null}]}"""),
        Pick.From(
            """{"id":"c","choices":[{"index":0,"delta":{"reasoning":"SEC"}}]}""",
            """{"id":"c","choices":[{"index":1,"delta":{"content":"PI"},"finish_reason":null}]}""",
            """{"id":"c","choices":[{"index":0,"delta":{"content":"N","x":"SECRET"},"finish_reason":null}]}""",
            """{"id":"PIN","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}""",
            """{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"i","function":{"name":"ok","arguments":"{}"}}]}}]}""",
            """{"id":"c","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""",
            """{"id":"c","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}"""));

    /// <summary>What isn't read again is decided, edited and released as if it were.</summary>
    [Fact]
    public void Stream_OfLikeEvents_IsGatedAsIfEachWereRead() => Pieces.Array[1, 20].Sample(
        pieces =>
        {
            var read = new GateRun(streamed: true, readsAll: true).RunAsync(pieces).Result;
            var patterned = new GateRun(streamed: true).RunAsync(pieces).Result;

            Assert.Equal((read.State, read.Decision), (patterned.State, patterned.Decision));
            Assert.Equal(read.Released, patterned.Released);
            Assert.Equal(read.Names, patterned.Names);
            Assert.Equal(read.Verdicts.Count, patterned.Verdicts.Count);
        },
        iter: 5_000, threads: 1);

    [Fact]
    public async Task Stream_OfPlainText_IsReadOnce()
    {
        var run = await new GateRun(streamed: true).RunAsync(Enumerable.Range(0, 20).Select(
            number => $$"""{"id":"c","choices":[{"index":0,"delta":{"content":"w{{number}}"},"finish_reason":null}]}"""));

        Assert.Equal(19, run.Patterned);
        Assert.Equal(20, run.Released.Count);
    }

    [Fact]
    public async Task Stream_WithASecretAcrossLikeEvents_IsEdited()
    {
        var run = await new GateRun(streamed: true).RunAsync(new[] { "a ", "b P", "I", "N c" }.Select(
            text => $$"""{"id":"c","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":null}]}"""));

        Assert.Equal(3, run.Patterned);
        Assert.Equal("a b [x] c", run.Text());
    }

    [Theory]
    [InlineData("\"}}]}x\":[{\"index\":0,\"delta\":{\"content\":\"")]
    [InlineData("a\",\"content\":\"b")]
    [InlineData("a\u0001b")]
    [InlineData("a\\")]
    public void Read_WhatIsNoPlainString_IsLeftToTheParser(string text)
    {
        var octets = System.Text.Encoding.UTF8.GetBytes("""{"content":"x"}""");
        JsonTree.TryParse(octets, true, out var root);
        var sut = new TextPattern(
            "", octets, root!.Member("content")!, new GateChannel(new(0, Signet.Policy.Content.ContentKind.Text, "content")));

        Assert.Null(sut.Read("", System.Text.Encoding.UTF8.GetBytes($$"""{"content":"{{text}}"}""")));
        Assert.Equal("yz", sut.Read("", """{"content":"yz"}"""u8));
        Assert.Null(sut.Read("", """{"content":"yz"} """u8));
        Assert.Null(sut.Read("other", """{"content":"yz"}"""u8));
        Assert.Null(sut.Read("", """{"content":""}"""u8));
        Assert.Null(sut.Read("", """{"content":"}"""u8));
        Assert.Equal("""{"content":"q\"é"}""", System.Text.Encoding.UTF8.GetString(sut.Write("q\"é")));
    }
}
