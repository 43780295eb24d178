using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.SensitiveData;

public sealed class SensitiveDataCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("card 4000 0012 3456 7899, thanks", "card 0000 0000 0000 7899, thanks")]
    [InlineData("4000-0012-3456-7899", "0000-0000-0000-7899")]
    [InlineData("write to Ada.Lovelace+x1@mail.corp.io now", "write to Xxx.Xxxxxxxx+x0@mail.corp.io now")]
    [InlineData("SSN 212-34-5678.", "SSN 000-00-0000.")]
    [InlineData("IBAN: DE02 1203 0000 0000 2020 51", "IBAN: DE00 0000 0000 0000 0000 00")]
    [InlineData("password = Tr0ub4dor&3x, ok", "password = Xx0xx0xxx&0x, ok")]
    [InlineData("postgres://app:s3cr3tPa55@db.internal/x", "postgres://app:x0xx0xXx00@db.internal/x")]
    public async Task Redact_Shape_KeepsShapeOnBothSides(string text, string expected)
    {
        SensitiveDataCheck sut = Samples.Everything();
        RequestContext request = Requests.With(text);
        StageOutcome outcome = await new PolicyPipeline([sut], shadow: false, TimeProvider.System).AdmitAsync(request, Token);
        Assert.Equal((Decision.Redact, expected), (outcome.Decision, request.Content[0].Text));
        Assert.Equal((Decision.Redact, expected), Streams.RunAllWays([sut], () => Requests.With("x"), text));
    }

    [Theory]
    [InlineData("card 4000 0012 3456 \u200B7899", "card 0000 0000 0000 7899")]
    [InlineData("\u200Bcard\u00A04000\u00A00012\u00A03456\u00A07899\u200B!", "\u200Bcard\u00A00000 0000 0000 7899\u200B!")]
    [InlineData("\uFF14\uFF10\uFF10\uFF10\u2011\uFF10\uFF10\uFF11\uFF12\u2011\uFF13\uFF14\uFF15\uFF16\u2011\uFF17\uFF18\uFF19\uFF19.", "0000-0000-0000-7899.")]
    [InlineData("\uD835\uDFCE\uD83D\uDE00 \uD835\uDFD2000001234567899 \uD835\uDFCE", "\uD835\uDFCE\uD83D\uDE00 0000000000007899 \uD835\uDFCE")]
    [InlineData("\u0664\u0660\u0660\u0660\u0660\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0669", "0000000000007899")]
    public async Task Redact_HiddenAndForeignCharacters_EditsTheOriginalSpan(string text, string expected)
    {
        SensitiveDataCheck sut = Samples.Everything();
        RequestContext request = Requests.With(text);
        await new PolicyPipeline([sut], shadow: false, TimeProvider.System).AdmitAsync(request, Token);
        Assert.Equal(expected, request.Content[0].Text);
        Assert.Equal((Decision.Redact, expected), Streams.RunAllWays([sut], () => Requests.With("x"), text));
    }

    [Theory]
    [InlineData(RedactionStyle.Shape, "0000 0000", " 0000 7899.")]
    [InlineData(RedactionStyle.Label, "[CARD NUMBER]", ".")]
    public async Task Redact_ValueOverTwoParts_EditsBoth(RedactionStyle style, string first, string second)
    {
        RequestContext request = Requests.WithParts("4000 0012", " 3456 7899.");
        StageOutcome outcome = await AdmitAsync(Samples.Everything(style), request);
        Assert.Equal((Decision.Redact, "payment_card=1"), (outcome.Decision, outcome.Metadata["finds"]));
        Assert.Equal([first, second], request.Content.Select(item => item.Text));
    }

    [Fact]
    public async Task Redact_FoldedValueOverParts_EditsWhatStandsInEach()
    {
        RequestContext request = Requests.WithParts("\u200B\uFF14\u200B000 00", "12 \u200B34\uD835\uDFD3", "6 7899");
        await AdmitAsync(Samples.Everything(), request);
        Assert.Equal(["\u200B0000 00", "00 000", "0 7899"], request.Content.Select(item => item.Text));
    }

    [Fact]
    public async Task Redact_WordOfTheContextInThePartBefore_IsSeen()
    {
        RequestContext request = Requests.WithParts("My SSN is", " 212345678, and so on");
        await AdmitAsync(Samples.Everything(), request);
        Assert.Equal(["My SSN is", " 000000000, and so on"], request.Content.Select(item => item.Text));
    }

    [Fact]
    public async Task Redact_ValueThatTheNextPartWouldHide_IsFoundInItsPart()
    {
        RequestContext request = Requests.WithParts("4000 0012 3456 7899", "1234");
        await AdmitAsync(Samples.Everything(), request);
        Assert.Equal(["0000 0000 0000 7899", "1234"], request.Content.Select(item => item.Text));
    }

    [Theory]
    [InlineData("the quick brown fox ")]
    [InlineData("12 of 345 ")]
    [InlineData("-----BEGIN ")]
    public async Task Redact_ValueBetweenLongParts_IsFoundWhereTheyMeet(string filler)
    {
        string prose = string.Concat(Enumerable.Repeat(filler, 5_000));
        RequestContext request = Requests.WithParts(prose + "4000 0012", " 3456 7899 " + prose, "x", prose + "212-3", "4-5678 " + prose);
        StageOutcome outcome = await AdmitAsync(Samples.Everything(), request);
        Assert.Equal("payment_card=1,us_ssn=1", outcome.Metadata["finds"]);
        Assert.Equal([prose + "0000 0000", " 0000 7899 " + prose, "x", prose + "000-0", "0-0000 " + prose], request.Content.Select(item => item.Text));
    }

    [Fact]
    public async Task Admit_ValueOverTwoMessages_IsNone() =>
        Assert.Equal(Decision.Allow, (await AdmitAsync(Samples.Everything(), Requests.With("4000 0012", " 3456 7899"))).Decision);

    private static Task<StageOutcome> AdmitAsync(SensitiveDataCheck check, RequestContext request) =>
        new PolicyPipeline([check], shadow: false, TimeProvider.System).AdmitAsync(request, Token).AsTask();
}
