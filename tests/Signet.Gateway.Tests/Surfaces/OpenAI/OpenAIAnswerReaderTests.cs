using System.Text;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;
using Signet.Gateway.Surfaces.ChatCompletions;
using Signet.Gateway.Surfaces.Completions;

namespace Signet.Gateway.Tests.Surfaces.OpenAI;

public sealed class OpenAIAnswerReaderTests
{
    [Fact]
    public void Read_ManyStringsBelowLongKeys_TakesMemoryInProportion()
    {
        var octets = Encoding.UTF8.GetBytes(Nested(30, i => i + new string('k', 20_000), string.Join(',', Enumerable.Repeat("\"\"", 2_000))));
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
