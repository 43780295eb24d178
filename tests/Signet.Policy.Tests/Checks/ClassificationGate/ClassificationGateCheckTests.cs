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
}
