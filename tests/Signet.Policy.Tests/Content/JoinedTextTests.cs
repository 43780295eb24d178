using Signet.Policy.Content;

namespace Signet.Policy.Tests.Content;

public sealed class JoinedTextTests
{
    [Fact]
    public void HasAny_MessagesOfOnePart_None() => Assert.False(JoinedText.HasAny(
        [.. Requests.Parts(0, "a"), .. Requests.Parts(1, "b"), .. Requests.With("c", "d").Content, .. Requests.Parts(2, "", "e", "")]));

    [Theory]
    [InlineData("/messages/0/content/0/text", "/messages/0/content/1/text", true)]
    [InlineData("/messages/0/content/0", "/messages/0/content/1", true)]
    [InlineData("/system/0/text", "/system/12/text", true)]
    [InlineData("/input/3/output/0/text", "/input/3/output/1/text", true)]
    [InlineData("/messages/0/content/0/content/0/text", "/messages/0/content/0/content/1/text", true)]
    [InlineData("/messages/0/content/0/content/0/text", "/messages/0/content/1/content/0/text", false)]
    [InlineData("/messages/0/content/0/text", "/messages/1/content/0/text", false)]
    [InlineData("/messages/0/content", "/messages/0/name", false)]
    [InlineData("/messages/0/content/0/title", "/messages/0/content/1/title", false)]
    [InlineData("/messages/0/content/0/text", "/messages/0/content/x/text", false)]
    [InlineData("", "", false)]
    [InlineData("/0", "/1", false)]
    public void HasAny_Locations_AreOneMessageOrNot(string first, string second, bool expected) =>
        Assert.Equal(expected, JoinedText.HasAny([Item("a") with { Location = first }, Item("b") with { Location = second }]));

    [Fact]
    public void HasAny_AnotherSpeakerMessageOrKind_IsAnother()
    {
        ContentItem[] parts = [.. Requests.Parts(0, "a", "b")];
        Assert.True(JoinedText.HasAny(parts));
        Assert.False(JoinedText.HasAny([parts[0], parts[1] with { Role = ContentRole.Assistant }]));
        Assert.False(JoinedText.HasAny([parts[0], parts[1] with { Index = 1 }]));
        Assert.False(JoinedText.HasAny([parts[0], parts[1] with { Kind = ContentKind.ToolResult }]));
        Assert.False(JoinedText.HasAny([.. parts.Select(part => part with { Kind = ContentKind.ToolCall })]));
    }

    [Fact]
    public void MoveNext_SeveralMessages_JoinsThePartsOfEach()
    {
        ContentItem[] items =
        [
            Item("alone"), .. Requests.Parts(1, "a", "", "bc"), .. Requests.Parts(2, "alone"), .. Requests.Parts(3, "d", "e", "f"), Item("alone"),
        ];
        Assert.Equal(["a|bc", "d|e|f"], Read(items, reach: 100));
    }

    [Theory]
    [InlineData(ContentKind.Unknown, true)]
    [InlineData(ContentKind.Media, true)]
    [InlineData(ContentKind.ToolCall, false)]
    public void MoveNext_OtherItemsBetween_AreLeftOutOrEndTheText(ContentKind kind, bool joins)
    {
        ContentItem[] parts = [.. Requests.Parts(0, "a", "b")];
        Assert.Equal(joins ? ["a|b"] : [], Read([parts[0], Item("x") with { Kind = kind }, parts[1]], reach: 100));
    }

    [Fact]
    public void MoveNext_LongParts_LeavesTheirMiddlesOut()
    {
        ContentItem[] items = [.. Requests.Parts(0, "0123456789", "ab", "ABCDEFGHIJ", "cd", "ef")];
        Assert.Equal(["<789|ab|ABC>", "<HIJ|cd|ef"], Read(items, reach: 3));
        Assert.Equal(["0123456789|ab|ABCDEFGHIJ|cd|ef"], Read(items, reach: 5));
        Assert.Equal(["0123456789|ab|ABCDEFGHIJ|cd|ef"], Read(items, reach: 3, mayShorten: false));
        Assert.Equal(["<789|ABC>", "<HIJ|KLM>"], Read([.. Requests.Parts(0, "0123456789", "ABCDEFGHIJ", "KLMNOPQRST")], reach: 3));
    }

    [Fact]
    public void PartAt_EveryCharacter_IsOfItsPart()
    {
        using JoinedText sut = new([.. Requests.Parts(0, "a", "bcd", "ef")], 100, static _ => true);
        Assert.True(sut.MoveNext());
        Assert.Equal([0, 1, 1, 1, 2, 2], Enumerable.Range(0, 6).Select(at => sut.PartAt(at)));
    }

    private static List<string> Read(ContentItem[] items, int reach, bool mayShorten = true)
    {
        using JoinedText sut = new(items, reach, _ => mayShorten);
        List<string> texts = [];
        while (sut.MoveNext())
        {
            foreach (JoinedPart part in sut.Parts)
            {
                Assert.Equal(items[part.Item].Text.Substring(part.From, part.Length), sut.Text.Slice(part.Start, part.Length).ToString());
            }

            string text = string.Join('|', sut.Parts.Select(part => items[part.Item].Text.Substring(part.From, part.Length)));
            texts.Add((sut.IsCutAtStart ? "<" : "") + text + (sut.IsCutAtEnd ? ">" : ""));
        }

        Assert.Equal(texts.Count > 0, JoinedText.HasAny(items));
        return texts;
    }

    private static ContentItem Item(string text) => Requests.With(text).Content[0];
}
