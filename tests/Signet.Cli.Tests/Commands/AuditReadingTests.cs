using System.Text.Json.Nodes;
using Signet.Cli.Exports;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Commands;

/// <summary>What is counted, reported and exported is the same from a directory and from a running auditor, and can hurt nobody who looks at it.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class AuditReadingTests(LiveFixture live) : IClassFixture<LiveFixture>, IDisposable
{
    private readonly CapturedConsole _console = new();
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<bool> Places => [false, true];

    private string Place(bool remote) => remote ? live.Url : live.Data;

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Count_ByDecisionAndModel_CountsEachRequestTwice(bool remote)
    {
        Assert.Equal(0, await _console.RunAsync("audit", "count", Place(remote), "--by", "model", "--by", "decision", "--kind", "commit", "--json"));
        var json = JsonNode.Parse(_console.Output)!;
        Schemas.AssertMeets("signet-count-v1.json", json);
        Assert.True((bool)json["basis"]!["checkpoint"]!["agrees"]!);
        var groups = json["groups"]!.AsArray();
        Assert.Equal(2, (long)groups.Single(group => (string?)group!["values"]![0] == "last-model")!["entries"]!);
        Assert.Contains(groups, group => (string?)group!["values"]![1] == "block");

        Assert.Equal(0, await _console.RunAsync("audit", "count", Place(remote), "--by", "model"));
        AssertHarmless(_console.Output);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Count_OfAnotherTime_IsNothing(bool remote)
    {
        Assert.Equal(0, await _console.RunAsync("audit", "count", Place(remote), "--until", "2020-01-01", "--json"));
        Assert.Equal(0, (long)JsonNode.Parse(_console.Output)!["entries"]!);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Report_InEveryForm_SaysWhatItRestsOnAndHoldsNoMarkupOfOthers(bool remote)
    {
        var (markdown, html) = (_directory.File("r.md"), _directory.File("r.html"));
        Assert.Equal(0, await _console.RunAsync("audit", "report", Place(remote), "--json", "--markdown", markdown, "--html", html));
        var json = JsonNode.Parse(_console.Output)!;
        Schemas.AssertMeets("signet-audit-report-v1.json", json);
        Assert.Equal(remote ? "proved" : "clean", (string?)json["verification"]!["result"]);
        var root = (string)json["basis"]!["root"]!;
        foreach (var text in new[] { await File.ReadAllTextAsync(markdown, Token), await File.ReadAllTextAsync(html, Token) })
        {
            Assert.Contains(root, text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
            AssertHarmless(text);
        }

        var page = await File.ReadAllTextAsync(html, Token);
        Assert.DoesNotContain("[x](", await File.ReadAllTextAsync(markdown, Token), StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(src|href)\\s*=", page);
        Assert.DoesNotMatch("(?i)url\\(|@import|\\son[a-z]+=\"", page);
        System.Xml.Linq.XDocument.Parse(page[page.IndexOf("<svg", StringComparison.Ordinal)..(page.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
    }

    [Fact]
    public async Task Report_Anonymised_NamesNobodyAndTwoOfThemCantBeLinked()
    {
        var one = await AnonymisedAsync();
        var two = await AnonymisedAsync();
        Assert.DoesNotContain("tester", one, StringComparison.Ordinal);
        Assert.DoesNotContain("a-model", one, StringComparison.Ordinal);
        Assert.NotEqual(OwnerOf(one), OwnerOf(two));

        var key = _directory.File("key");
        Signet.Hosting.Keys.KeyFile.LoadOrCreateSecret(key, 32);
        Assert.Equal(OwnerOf(await AnonymisedAsync("--anonymise-key", key)), OwnerOf(await AnonymisedAsync("--anonymise-key", key)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Export_InEveryForm_HasOneLineForEachEntry(bool remote)
    {
        Assert.Equal(0, await _console.RunAsync("audit", "export", Place(remote), "--kind", "commit"));
        var lines = Lines();
        AssertHarmless(_console.Output);
        Assert.All(lines, line => Schemas.AssertMeets("signet-export-v1.json", JsonNode.Parse(line)!));
        Assert.Contains(lines, line => (string?)JsonNode.Parse(line)!["model"] == LiveFixture.HostileModel);

        Assert.Equal(0, await _console.RunAsync("audit", "export", Place(remote), "--format", "cloudevents", "--kind", "commit"));
        Assert.All(Lines(), line =>
        {
            var value = JsonNode.Parse(line)!;
            Assert.Equal("1.0", (string?)value["specversion"]);
            Assert.All(new[] { "id", "source", "type" }, name => Assert.NotEqual("", (string?)value[name]));
            Schemas.AssertMeets("signet-export-v1.json", value["data"]!);
        });

        Assert.Equal(0, await _console.RunAsync("audit", "export", Place(remote), "--format", "ocsf", "--kind", "commit"));
        Assert.All(Lines(), line => Schemas.AssertMeets("signet-ocsf-v1.json", JsonNode.Parse(line)!));

        Assert.Equal(0, await _console.RunAsync("audit", "export", Place(remote), "--format", "csv"));
        Assert.DoesNotContain(",=", _console.Output, StringComparison.Ordinal);
        Assert.Contains(",'=m", _console.Output, StringComparison.Ordinal);
        AssertHarmless(_console.Output.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@a", "'@a")]
    [InlineData(" =1", "\"' =1\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("a\nb", "a\\x0Ab")]
    [InlineData("a=b", "a=b")]
    public void Cell_OfAnyText_IsNoFormulaAndOneLine(string text, string expected) => Assert.Equal(expected, CsvExport.Cell(text));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task TailAndShow_InBothForms_AreHarmless(bool remote)
    {
        Assert.Equal(0, await _console.RunAsync("audit", "tail", Place(remote), "-n", "3"));
        Assert.Equal(3, Lines().Length);
        Assert.Equal(0, await _console.RunAsync("audit", "tail", Place(remote), "-n", "1000"));
        AssertHarmless(_console.Output);
        Assert.Contains("block", _console.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _console.RunAsync("audit", "tail", Place(remote), "-n", "2", "--json"));
        Assert.All(Lines(), line => Schemas.AssertMeets("signet-export-v1.json", JsonNode.Parse(line)!));
        var id = (string)JsonNode.Parse(Lines()[0])!["seq"]!.ToString();
        Assert.Equal(0, await _console.RunAsync("audit", "show", id, "--data", Place(remote), "--json"));
        Schemas.AssertMeets("signet-export-v1.json", JsonNode.Parse(_console.Output)!);
        Assert.Equal(0, await _console.RunAsync("audit", "show", live.Promises[0].Entry.ToString("D"), "--data", Place(remote)));
        AssertHarmless(_console.Output);
    }

    [Fact]
    public async Task Remote_WithAnotherKey_IsRefused()
    {
        using var signer = new Signet.Ledger.Checkpoints.CheckpointSigner(live.Host.LogId, new byte[32]);
        Assert.Equal(2, await _console.RunAsync("audit", "count", live.Url, "--vkey", signer.VerifierKey.ToString()));
        Assert.Contains("isn't signed by the key of --vkey", _console.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _console.RunAsync("audit", "count", live.Url, "--vkey", live.Host.CheckpointKey));
        Assert.Contains("its key was given", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ThroughAnAuditor_SaysWhatItSawAndWhatNot()
    {
        Assert.Equal(0, await _console.RunAsync("audit", "verify", live.Url, "--vkey", live.Host.CheckpointKey, "--json"));
        Schemas.AssertMeets("signet-remote-verification-v1.json", _console.Output);
        Assert.Equal(2, await _console.RunAsync("audit", "verify", live.Url));
        Assert.StartsWith("NOT VERIFIED", _console.Output, StringComparison.Ordinal);
        Assert.Equal(2, await _console.RunAsync("audit", "verify", live.Url, "--memory", "x"));
    }

    public void Dispose()
    {
        _console.Dispose();
        _directory.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static void AssertHarmless(string text) =>
        Assert.DoesNotContain(text, character => character != '\n' && (char.IsControl(character) || character is '\u202e' or '\u2028'));

    private async Task<string> AnonymisedAsync(params string[] more)
    {
        Assert.Equal(0, await _console.RunAsync(["audit", "report", live.Data, "--no-verify", "--anonymise", .. more]));
        return _console.Output;
    }

    private static string OwnerOf(string report) => System.Text.RegularExpressions.Regex.Match(report, "owner-[0-9a-f]{16}").Value is { Length: > 0 } owner
        ? owner
        : throw new InvalidDataException("The report has no owner.");

    private string[] Lines() => _console.Output.TrimEnd('\n').Split('\n');
}
