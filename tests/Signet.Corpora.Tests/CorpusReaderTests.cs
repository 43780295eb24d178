using Signet.Policy.Content;
using Signet.Policy.Pipeline;
using Signet.Testing;

namespace Signet.Corpora.Tests;

public sealed class CorpusReaderTests
{
    [Fact]
    public void Parse_Case_TakesFromTheHeadWhatItDoesNotSay()
    {
        var family = Lines.Family(
            """{"family":"f","sort":"attack","language":"en","notes":"n","role":"tool","kind":"tool_result","headers":{"A":"b"},"encode":["rot13"],"frame":"<{}>"}""",
            """{"id":"1","text":"abc"}""",
            """{"id":"2","items":[{"text":"abc","role":"user","encode":[]},{"text":"d","frame":"{}!"}],"headers":{},"expect":"redact"}""");
        var first = Assert.Single(family.Cases[0].Content);
        Assert.Equal((ContentRole.Tool, ContentKind.ToolResult, "<nop>"), (first.Role, first.Kind, first.Text));
        Assert.Equal("b", family.Cases[0].Headers["a"]);
        Assert.Equal(Decision.Escalate, family.Cases[0].Expected);
        Assert.Equal(["<abc>", "q!"], family.Cases[1].Content.Select(item => item.Text));
        Assert.Equal([ContentRole.User, ContentRole.Tool], family.Cases[1].Content.Select(item => item.Role));
        Assert.Empty(family.Cases[1].Headers);
        Assert.Equal(("f/2", Decision.Redact), (family.Cases[1].Id, family.Cases[1].Expected));
    }

    [Fact]
    public void Parse_Filler_HasTheLengthThatIsAskedFor()
    {
        var text = Assert.Single(Lines.Case("""{"id":"1","text":"abc","fill_before":100000,"fill_after":3}""").Content).Text;
        Assert.Equal(100_006, text.Length);
        Assert.Equal("abc", text[100_000..100_003]);
    }

    [Fact]
    public void Parse_Call_KeepsArgumentsAsTheyAre()
    {
        Assert.Equal("""{"a": 1}""", Lines.Case("""{"id":"1","call":{"name":"t","arguments":{"a": 1}}}""").Call!.Arguments);
        Assert.Equal("broken", Lines.Case("""{"id":"1","call":{"name":"t","arguments":"broken"}}""").Call!.Arguments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"id":"1"}""")]
    [InlineData("""{"text":"a"}""")]
    [InlineData("""{"id":"1","text":"a","colour":"red"}""")]
    [InlineData("""{"id":"1","text":5}""")]
    [InlineData("""{"id":"1","text":"a","role":"king"}""")]
    [InlineData("""{"id":"1","text":"a","frame":"no hole"}""")]
    [InlineData("""{"id":"1","text":"a","fill_before":-1}""")]
    [InlineData("""{"id":"1","text":"a","fill_before":4000001}""")]
    [InlineData("""{"id":"1","text":"a","expect":"maybe"}""")]
    [InlineData("""{"id":"1","items":[{"role":"user"}]}""")]
    [InlineData("""{"id":"1","call":{"arguments":{}}}""")]
    public void Parse_NoCase_IsRefused(string line) => Assert.Throws<CorpusException>(() => Lines.Family(Lines.Head, line));

    [Fact]
    public void Parse_SameIdTwice_SaysTheLine()
    {
        var exception = Assert.Throws<CorpusException>(() => Lines.Family(Lines.Head, """{"id":"1","text":"a"}""", """{"id":"1","text":"b"}"""));
        Assert.StartsWith("f.jsonl, line 3: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"family":"F","sort":"attack","language":"en","notes":"n"}""")]
    [InlineData("""{"family":"f","sort":"odd","language":"en","notes":"n"}""")]
    [InlineData("""{"family":"f","language":"en","notes":"n"}""")]
    [InlineData("""{"family":"f","sort":"attack","notes":"n"}""")]
    public void Parse_NoHead_IsRefused(string head) => Assert.Throws<CorpusException>(() => Lines.Family(head, """{"id":"1","text":"a"}"""));

    [Fact]
    public void Read_TheCorpora_AreAsLargeAsTheyMustBe()
    {
        var families = CorpusReader.Read(Repository.PathOf("tests", "corpora", "policy"));
        var attacks = families.Where(family => family.Sort == FamilySort.Attack).ToList();
        var benign = families.Where(family => family.Sort == FamilySort.Benign).ToList();
        Assert.True(attacks.Count >= 45 && attacks.Sum(family => family.Cases.Count) >= 450);
        Assert.True(benign.Count >= 25 && benign.Sum(family => family.Cases.Count) >= 450);
        string[] languages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "fa", "hi", "zh", "ja", "ko"];
        Assert.Empty(languages.Except(attacks.Select(family => family.Language)));
        Assert.Empty(languages.Except(benign.Select(family => family.Language)));

        // The same request twice counts for more than it says.
        var texts = attacks.Concat(benign).SelectMany(family => family.Cases)
            .Select(value => (string.Join('\0', value.Content.Select(item => $"{item.Kind}{item.Text}")), value.Answer, value.Call?.Name, value.Call?.Arguments, string.Join(',', value.Headers.Select(header => $"{header.Key}={header.Value ?? "none"}"))));
        Assert.Empty(texts.GroupBy(text => text).Where(group => group.Count() > 1).Select(group => group.Key));
    }
}
