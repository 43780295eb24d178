using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;
using Signet.Gateway.Surfaces.ChatCompletions;
using Signet.Gateway.Surfaces.Completions;
using Signet.Gateway.Surfaces.Embeddings;

namespace Signet.Gateway.Tests.Surfaces.OpenAI;

public sealed class OpenAIAnswerReaderTests
{
    [Fact]
    public void Read_ManyStringsBelowLongKeys_TakesMemoryInProportion()
    {
        var strings = string.Join(',', Enumerable.Repeat("\"\"", 2_000));
        var octets = Encoding.UTF8.GetBytes(Nested(30, i => i + new string('k', 20_000), strings));
        Assert.Equal(JsonFault.None, JsonTree.TryParse(octets, true, out var root));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var piece = new ChatAnswerReader(streamed: false).Read(root!, octets);

        Assert.True(piece!.Texts.Count > 2_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * octets.Length);
    }

    [Fact]
    public void Read_UnknownPaths_AreToldApartWhateverStandsInTheirKeys()
    {
        var fields = Fields("""
            {"a":{"b":"1"},"a/b":"2","text":{"odd":"3"},"odd":{"text":"4"},"unknown/0":"5","":{"":"6"},"/":"7","id":["8",["9"]]}
            """);

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8 9"], fields);
    }

    [Fact]
    public void Read_SamePathInAnotherPiece_IsTheSameField()
    {
        var reader = new CompletionsAnswerReader(streamed: true);
        var channels = Enumerable.Range(0, 3).Select(_ => Read(reader, """{"odd":[{"x":{"text":"a"}}]}""")!.Texts[^1].Channel).Distinct();

        Assert.Single(channels);
    }

    [Fact]
    public void Read_MorePathsThanCanBeToldApart_IsMalformed()
    {
        var reader = new CompletionsAnswerReader(streamed: true);
        List<bool> read = [];
        for (var i = 0; i < 1_200; i++)
        {
            var path = string.Concat(Enumerable.Range(0, 11).Select(bit => (i >> bit & 1) == 0 ? """{"a":""" : """{"b":"""));
            read.Add(Read(reader, $"{path}\"x\"{new string('}', 11)}") is not null);
        }

        Assert.True(read[0]);
        Assert.False(read[^1]);
        Assert.Equal(read.Order().Reverse(), read);
    }

    [Fact]
    public void Read_AnyOctets_NeverThrows()
    {
        string[] samples =
        [
            """{"id":"c","choices":[{"index":0,"text":"a\ud83d","logprobs":{"top_logprobs":[{"a":-1}]},"finish_reason":"stop"}]}""",
            """{"object":"list","data":[{"object":"embedding","embedding":"AACAPg=="},{"embedding":[0.5]}],"usage":{"prompt_tokens":1}}""",
            """{"model":"m","prompt":["a","b"],"suffix":"c","input":["d",[1]],"stream":false,"logit_bias":{"5":1}}""",
        ];
        const string Structure = "{}[]\",:0-eE. ntfu\\";
        Gen.Select(Gen.Int[0, samples.Length - 1], Gen.Int[0, int.MaxValue]).Sample(
            (sample, seed) =>
            {
                var random = new Random(seed);
                var octets = Encoding.UTF8.GetBytes(samples[sample]);
                for (var changes = random.Next(1, 6); changes > 0; changes--)
                {
                    octets[random.Next(octets.Length)] = (byte)Structure[random.Next(Structure.Length)];
                }

                if (JsonTree.TryParse(octets, true, out var root) != JsonFault.None || !root!.IsObject)
                {
                    return;
                }

                foreach (var surface in (ISurface[])[new CompletionsSurface(), new EmbeddingsSurface()])
                {
                    Assert.Equal(surface.ReadRequest(root, QueryCollection.Empty, out var error) is null, error.Length > 0);
                    surface.OpenAnswer(streamed: true).Read(root, octets);
                }
            },
            iter: 20_000);
    }

    private static string Nested(int depth, Func<int, string> key, string innermost)
    {
        var text = new StringBuilder();
        for (var i = 0; i < depth; i++)
        {
            text.Append("{\"").Append(key(i)).Append("\":");
        }

        return text.Append('[').Append(innermost).Append(']').Append('}', depth).ToString();
    }

    private static IEnumerable<string> Fields(string body) => Read(new CompletionsAnswerReader(streamed: false), body)!.Texts
        .Where(text => !text.Place.IsKey).GroupBy(text => text.Channel).Select(field => string.Join(' ', field.Select(text => text.Text)));

    private static AnswerPiece? Read(CompletionsAnswerReader reader, string body)
    {
        var octets = Encoding.UTF8.GetBytes(body);
        Assert.Equal(JsonFault.None, JsonTree.TryParse(octets, true, out var root));
        return reader.Read(root!, octets);
    }
}
