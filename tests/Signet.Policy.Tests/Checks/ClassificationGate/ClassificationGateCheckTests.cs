using Signet.Policy.Checks.ClassificationGate;
using Signet.Policy.Pipeline;
using Signet.Policy.Tests.Classification;

namespace Signet.Policy.Tests.Checks.ClassificationGate;

public sealed class ClassificationGateCheckTests
{
    [Theory]
    [InlineData("", "", Decision.Allow, "UNCLASS", "UNCLASS")]
    [InlineData("SECRET", "TS", Decision.Allow, "SECRET", "TS")]
    [InlineData("TS", "TS", Decision.Allow, "TS", "TS")]
    [InlineData("TS/SCI", "TS", Decision.Block, "TS_SCI", "TS")]
    [InlineData("C", "CUI", Decision.Block, "CONFIDENTIAL", "CUI")]
    [InlineData("CUI", "", Decision.Block, "CUI", "UNCLASS")]
    [InlineData("COSMIC", "TS", Decision.Block, "", "")]
    [InlineData("S", "COSMIC", Decision.Block, "SECRET", "")]
    public async Task AdmitAsync_Headers_Decide(string classification, string clearance, Decision expected, string level, string cleared)
    {
        RequestContext request = Requests.WithHeaders(
            (SecurityHeaders.Classification, classification), (SecurityHeaders.CallerClearance, clearance));
        AdmissionResult result = await new ClassificationGateCheck(new()).AdmitAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((expected, level, cleared), (result.Result.Decision, request.Classification, request.Clearance));
        Assert.DoesNotContain("COSMIC", result.Result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdmitAsync_Defaults_StandForAbsentHeaders()
    {
        RequestContext request = Requests.With("x");
        ClassificationGateOptions options = new() { DefaultClassification = Labels.Data("SECRET") };
        AdmissionResult result = await new ClassificationGateCheck(options).AdmitAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((Decision.Block, "SECRET"), (result.Result.Decision, request.Classification));
    }

    [Theory]
    [InlineData("TOP SECRET//SI/TK//NOFORN", "TS//SI/TK//USA", Decision.Allow)]
    [InlineData("TOP SECRET//SI/TK//NOFORN", "TS//SI/TK//GBR", Decision.Block)]
    [InlineData("TOP SECRET//SI/TK//NOFORN", "TS//SI//USA", Decision.Block)]
    [InlineData("SECRET//REL TO USA, FVEY", "SECRET//AUS", Decision.Allow)]
    [InlineData("SECRET//REL TO USA, FVEY", "SECRET", Decision.Block)]
    [InlineData("SECRET//BUTTERFLY", "TS//SI//USA", Decision.Block)]
    public async Task AdmitAsync_Labels_AreComparedWhole(string classification, string clearance, Decision expected)
    {
        RequestContext request = Requests.WithHeaders(
            (SecurityHeaders.Classification, classification), (SecurityHeaders.CallerClearance, clearance));
        AdmissionResult result = await new ClassificationGateCheck(new()).AdmitAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, result.Result.Decision);
    }

    [Theory]
    [InlineData(HigherMarking.Block, "", Decision.Block, "UNCLASS")]
    [InlineData(HigherMarking.Raise, "", Decision.Block, "TS_SCI//SI//NOFORN")]
    [InlineData(HigherMarking.Raise, "TS//SI//USA", Decision.Allow, "TS_SCI//SI//NOFORN")]
    [InlineData(HigherMarking.Raise, "TS//SI//GBR", Decision.Block, "TS_SCI//SI//NOFORN")]
    [InlineData(HigherMarking.Ignore, "", Decision.Allow, "UNCLASS")]
    public async Task AdmitAsync_MarkingAboveTheHeader_IsTreatedAsTheOptionsSay(
        HigherMarking option, string clearance, Decision expected, string classification)
    {
        RequestContext request = Requests.With("(U) intro (S//NF) more", "split T", "S/", "/SI.");
        request = new RequestContext
        {
            Method = request.Method,
            Path = request.Path,
            Surface = request.Surface,
            Content = request.Content,
            Headers = new Dictionary<string, string> { [SecurityHeaders.CallerClearance] = clearance },
        };
        ClassificationGateCheck sut = new(new() { ReadMarkings = true, OnHigherMarking = option });
        AdmissionResult result = await sut.AdmitAsync(request, TestContext.Current.CancellationToken);
        Assert.True(sut.ReadsContent);
        Assert.Equal((expected, classification, 4), (result.Result.Decision, request.Classification, result.Seen));
        Assert.DoesNotContain("intro", string.Concat(result.Result.Metadata.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdmitAsync_OrdinaryText_IsNoMarking()
    {
        RequestContext request = Requests.With("A top secret recipe; option (c), file(s).", "See http://example.com//x // a comment");
        ClassificationGateCheck sut = new(new() { ReadMarkings = true });
        AdmissionResult result = await sut.AdmitAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(Decision.Allow, result.Result.Decision);
    }
}
