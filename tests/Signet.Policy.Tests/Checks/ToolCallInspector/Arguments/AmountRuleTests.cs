using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ToolCallInspector.Arguments;

public sealed class AmountRuleTests
{
    private const string Rule = """
        "amounts":[{"at":"/amount","max":"1000.00","escalate_above":100,"currency_at":"/currency","currencies":["EUR","USD"]}]
        """;

    [Theory]
    [InlineData("""{"amount":0,"currency":"EUR"}""", Decision.Allow)]
    [InlineData("""{"amount":100,"currency":"USD"}""", Decision.Allow)]
    [InlineData("""{"amount":"99.99","currency":"USD"}""", Decision.Allow)]
    [InlineData("""{"amount":1e2,"currency":"USD"}""", Decision.Allow)]
    [InlineData("""{"amount":100.00000000000000000001,"currency":"EUR"}""", Decision.Escalate)]
    [InlineData("""{"amount":"1000","currency":"EUR"}""", Decision.Escalate)]
    [InlineData("""{"amount":1000.00000000000000000001,"currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":1e4,"currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":-1,"currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":"1e2","currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":"1,000","currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":"0x10","currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":" 10","currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":"١٠","currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":"","currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":true,"currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":[10],"currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":10}""", Decision.Block)]
    [InlineData("""{"amount":10,"currency":"eur"}""", Decision.Block)]
    [InlineData("""{"amount":10,"currency":"BTC"}""", Decision.Block)]
    [InlineData("""{"amount":10,"currency":["EUR"]}""", Decision.Block)]
    [InlineData("""{"amount":10,"Amount":99999,"currency":"EUR"}""", Decision.Block)]
    [InlineData("""{"amount":10,"currency":"EUR","CURRENCY":"BTC"}""", Decision.Block)]
    public async Task Judge_Amount_IsExact(string arguments, Decision expected) =>
        Assert.Equal(expected, (await Inspector.JudgeAsync(Inspector.WithTool(Rule), arguments)).Decision);

    [Theory]
    [InlineData("""{"items":[{"n":40},{"n":60}]}""", Decision.Allow)]
    [InlineData("""{"items":[]}""", Decision.Allow)]
    [InlineData("""{"items":[{"n":0.1},{"n":0.2},{"n":99.7}]}""", Decision.Allow)]
    [InlineData("""{"items":[{"n":0.1},{"n":0.2},{"n":99.70000001}]}""", Decision.Block)]
    [InlineData("""{"items":[{"n":60},{"n":60}]}""", Decision.Block)]
    [InlineData("""{"items":[{"n":160},{"n":-60}]}""", Decision.Block)]
    [InlineData("""{"items":[{"n":1e300},{"n":1e-300}]}""", Decision.Block)]
    public async Task Judge_ItemsOfAList_CountTogether(string arguments, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "amounts":[{"at":"/items/*/n","max":100}]
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, arguments)).Decision);
    }

    [Fact]
    public async Task Judge_TooManyItems_AreBlocked()
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "amounts":[{"at":"/n/*","max":100}]
            """);
        Assert.Equal(Decision.Allow, (await Inspector.JudgeAsync(pipeline, Zeros(1000))).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, Zeros(1001))).Decision);
    }

    [Theory]
    [InlineData("{}", Decision.Allow)]
    [InlineData("""{"amount":null}""", Decision.Allow)]
    [InlineData("""{"amount":5}""", Decision.Allow)]
    [InlineData("""{"amount":11}""", Decision.Block)]
    [InlineData("""{"AMOUNT":5}""", Decision.Block)]
    public async Task Judge_OptionalPlace_NeedNotBeThere(string arguments, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "amounts":[{"at":"/amount","min":1,"max":10,"optional":true}]
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, arguments)).Decision);
    }

    private static string Zeros(int count) => """{"n":[""" + string.Join(',', Enumerable.Repeat("0", count)) + "]}";
}
