using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsCheck;
using Signet.Gateway.Json;

namespace Signet.Gateway.Tests.Json;

public sealed class JsonTreeTests
{
    [Fact]
    public void TryParse_AnyOctets_NeverThrowsAndAgreesWithTheParserOfTheBcl() =>
        Gen.Select(Pick.From("{\"a\":[1,\"\\u00e9\",null]}", "{\"a\":{\"b\":true},\"c\":\"\\\\\"}", "[[[]]]"), Gen.Int[0, 40], Gen.Byte).Sample(
            (text, at, octet) =>
            {
                var octets = Encoding.UTF8.GetBytes(text);
                octets[at % octets.Length] = octet;
                var fault = JsonTree.TryParse(octets, keepLoneSurrogates: true, out var root);
                bool valid;
                try
                {
                    using var document = JsonDocument.Parse(octets, new JsonDocumentOptions { AllowDuplicateProperties = false });
                    // The BCL doesn't look at the encoding of strings that nobody reads.
                    valid = Utf8.IsValid(octets);
                }
                catch (JsonException)
                {
                    valid = false;
                }

                Assert.Equal(valid, fault == JsonFault.None);
                Assert.Equal(valid, root is not null);
            },
            iter: 5_000);

    [Fact]
    public void TryParse_Depth_EndsAt64()
    {
        Assert.Equal(JsonFault.None, Parse(new string('[', 64) + new string(']', 64)));
        Assert.Equal(JsonFault.TooDeep, Parse(new string('[', 65) + new string(']', 65)));
        Assert.Equal(JsonFault.None, Parse("\"" + new string('[', 1_000) + "\""));
    }

    [Fact]
    public void TryParse_DuplicateKeys_AreFoundInSmallAndLargeObjects()
    {
        Assert.Equal(JsonFault.DuplicateKey, Parse("""{"a":1,"\u0061":2}"""));
        var many = string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"k{i}\":{{\"k0\":{i}}}"));
        Assert.Equal(JsonFault.None, Parse("{" + many + "}"));
        Assert.Equal(JsonFault.DuplicateKey, Parse("{" + many + ",\"k3\":0}"));
    }

    [Fact]
    public void TryParse_ManyValues_IsRefused() =>
        Assert.Equal(JsonFault.TooManyValues, Parse("[" + string.Join(',', Enumerable.Repeat('1', JsonTree.MaxValues)) + "]"));

    [Fact]
    public void Encode_AnyText_DecodesToTheSame() =>
        Gen.String.Sample(
            text =>
            {
                var octets = JsonText.Encode(text);
                Assert.Equal(JsonFault.None, JsonTree.TryParse(octets, keepLoneSurrogates: true, out var root));
                Assert.Equal(text, root!.Text);
            },
            iter: 2_000);

    [Fact]
    public void Rewrite_RemovedAndInserted_LeavesTheRestAsItIs()
    {
        var octets = """{ "a":1 , "b":[ 1,2 , 3 ],"c":{"d" : 1.50} }"""u8.ToArray();
        JsonTree.TryParse(octets, false, out var root);
        var rewriter = new JsonRewriter(octets, root!);
        rewriter.Remove(root!.Member("b")!.Children[0]);
        rewriter.Remove(root.Member("b")!.Children[2]);
        rewriter.Insert(root.Member("c")!, "\"x\":0"u8.ToArray());

        Assert.Equal("""{ "a":1 , "b":[2],"c":{"x":0,"d" : 1.50} }""", Encoding.UTF8.GetString(rewriter.ToArray()));

        rewriter.Append(root.Member("b")!, "[9]"u8.ToArray());
        Assert.Equal("""{ "a":1 , "b":[2,[9]],"c":{"x":0,"d" : 1.50} }""", Encoding.UTF8.GetString(rewriter.ToArray()));
        rewriter.Remove(root.Member("b")!.Children[1]);
        Assert.Equal("""{ "a":1 , "b":[[9]],"c":{"x":0,"d" : 1.50} }""", Encoding.UTF8.GetString(rewriter.ToArray()));
    }

    private static JsonFault Parse(string text) => JsonTree.TryParse(Encoding.UTF8.GetBytes(text), false, out _);
}
