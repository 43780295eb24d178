namespace Signet.Corpora.Tests;

/// <summary>Families as files hold them.</summary>
internal static class Lines
{
    public const string Head = """{"family":"f","sort":"attack","language":"en","notes":"n"}""";

    public static CorpusFamily Family(string head, params string[] cases) => CorpusReader.Parse([head, .. cases], "f.jsonl");

    public static CorpusCase Case(string line) => Assert.Single(Family(Head, line).Cases);

    /// <summary>What a case's text becomes with encodings.</summary>
    public static string Encoded(string text, params string[] encodings) => Assert.Single(Case(System.Text.Json.JsonSerializer.Serialize(
        new { id = "1", text, encode = encodings })).Content).Text;
}
