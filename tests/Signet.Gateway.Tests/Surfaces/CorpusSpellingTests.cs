using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Signet.Corpora;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.ChatCompletions;
using Signet.Policy.Content;
using Signet.Testing;
using Signet.Testing.Surfaces;

namespace Signet.Gateway.Tests.Surfaces;

/// <summary>
/// I8 at the wire: however the JSON of a request is written (white space, order of members, escapes), the checks are shown the same items, so
/// that no spelling changes a decision.
/// </summary>
public sealed class CorpusSpellingTests
{
    private const int MaxCharacters = 5_000;
    private const int Spellings = 3;

    [Fact]
    public void Read_RequestsOfTheCorporaInOtherOctets_ShowTheSameItems()
    {
        var spelling = new JsonSpelling(Seed.Print(TestContext.Current.TestOutputHelper!), lines: true);
        var cases = CorpusReader.Read(Repository.PathOf("tests", "corpora", "policy")).SelectMany(family => family.Cases)
            .Where(value => value.Content.Sum(item => item.Text.Length) <= MaxCharacters).ToList();
        Assert.True(cases.Count > 1_000);
        foreach (var value in cases)
        {
            var body = Body(value);
            var plain = Read(body.ToJsonString());
            Assert.All(value.Content, item => Assert.Contains(item.Text, plain));
            for (var i = 0; i < Spellings; i++)
            {
                Assert.True(plain.Order(StringComparer.Ordinal).SequenceEqual(Read(spelling.Write(body)).Order(StringComparer.Ordinal)), value.Id);
            }
        }
    }

    private static JsonObject Body(CorpusCase value) => new()
    {
        ["model"] = "any",
        ["messages"] = new JsonArray([.. value.Content.Select(item => (JsonNode)new JsonObject
        {
            ["role"] = item.Role is ContentRole.System or ContentRole.Developer ? "system" : "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = item.Text }),
        })]),
        ["metadata"] = new JsonObject { ["first"] = "one", ["second"] = "two" },
    };

    private static List<string> Read(string body)
    {
        Assert.Equal(JsonFault.None, JsonTree.TryParse(Encoding.UTF8.GetBytes(body), false, out var root));
        return [.. new ChatCompletionsSurface().ReadRequest(root!, QueryCollection.Empty, out _)!.Items.Select(item => item.Text)];
    }
}
