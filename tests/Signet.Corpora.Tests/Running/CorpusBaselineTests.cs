using Signet.Corpora.Running;
using Signet.Policy.Pipeline;

namespace Signet.Corpora.Tests.Running;

public sealed class CorpusBaselineTests
{
    private static readonly CorpusBaseline Known = CorpusBaseline.Of(Report(("attacks", FamilySort.Attack, "10"), ("benign", FamilySort.Benign, "11")));

    [Fact]
    public void Regressions_SameOrBetter_AreNone()
    {
        Assert.Empty(Known.Regressions(Report(("attacks", FamilySort.Attack, "10"), ("benign", FamilySort.Benign, "11"))));
        Assert.Empty(Known.Regressions(Report(("attacks", FamilySort.Attack, "111"), ("benign", FamilySort.Benign, "11"))));
    }

    [Fact]
    public void Regressions_WhatGotWorse_IsNamed()
    {
        Assert.Equal(["attacks/0 is missed"], Known.Regressions(Report(("attacks", FamilySort.Attack, "01"), ("benign", FamilySort.Benign, "11"))));
        Assert.Equal(
            ["benign/1 is a false positive of checker"],
            Known.Regressions(Report(("attacks", FamilySort.Attack, "10"), ("benign", FamilySort.Benign, "10"))));
        Assert.Equal(["attacks has 1 cases, and had 2"], Known.Regressions(Report(("attacks", FamilySort.Attack, "1"), ("benign", FamilySort.Benign, "11"))));
        Assert.Equal(["benign is no longer covered"], Known.Regressions(Report(("attacks", FamilySort.Attack, "10"), ("benign", FamilySort.Benign, ""))));
        Assert.Equal(
            ["attacks/2 is missed", "new/0 is a false positive of checker"],
            Known.Regressions(Report(("attacks", FamilySort.Attack, "100"), ("benign", FamilySort.Benign, "11"), ("new", FamilySort.Benign, "0"))));
    }

    [Fact]
    public void Regressions_ReportedFamilies_DontCount() => Assert.Empty(Known.Regressions(Report(
        ("attacks", FamilySort.Attack, "10"), ("benign", FamilySort.Benign, "11"), ("odd", FamilySort.Reported, "00"))));

    [Fact]
    public void Parse_WhatWasWritten_IsTheSame()
    {
        var octets = Known.ToJson();
        Assert.Equal(octets.ToArray(), CorpusBaseline.Parse(octets).ToJson().ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"format":"other","families":{}}""")]
    [InlineData("""{"format":"signet-corpus-baseline/1"}""")]
    [InlineData("""{"format":"signet-corpus-baseline/1","families":{"a":{"cases":"many"}}}""")]
    public void Parse_NoBaseline_IsRefused(string json) =>
        Assert.Throws<CorpusException>(() => CorpusBaseline.Parse(System.Text.Encoding.UTF8.GetBytes(json)));

    /// <summary>Families with 1 for each case that is right and 0 for each that isn't.</summary>
    private static CorpusReport Report(params (string Name, FamilySort Sort, string Right)[] families) => new([.. families.Select(family =>
    {
        var cases = Enumerable.Range(0, Math.Max(1, family.Right.Length)).Select(at => new CorpusCase
        {
            Id = $"{family.Name}/{at}",
            Headers = new Dictionary<string, string?>(),
            Content = [],
            Expected = family.Sort == FamilySort.Attack ? Decision.Block : Decision.Allow,
        }).ToList();
        var made = new CorpusFamily { Name = family.Name, Sort = family.Sort, Language = "en", Notes = "n", Cases = cases };
        return new FamilyResult(made, [.. family.Right.Select((right, at) => new CaseResult(
            cases[at], (right == '1') == (family.Sort == FamilySort.Attack) ? Decision.Block : Decision.Allow, "checker", Failed: false, TimeSpan.Zero))]);
    })]);
}
