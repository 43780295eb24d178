using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ToolCallInspector.Arguments;

public sealed class AmountRuleTests
{
    private const string Rule = """
        "amounts":[{"at":"/amount","max":"1000.00","escalate_above":100,"currency_at":"/currency","currencies":["EUR","USD"]}]
        """;

    private const string CurrencyInItems = """
        "amounts":[{"at":"/n","max":10,"currency_at":"/items/*/c","currencies":["EUR"]}]
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

    [Theory]
    [InlineData("""{"items":[{"n":5},{"n":3}]}""", Decision.Allow)]
    [InlineData("""{"items":[{"n":5},{}]}""", Decision.Allow)]
    [InlineData("""{"items":[{},{"n":null},{"n":5}]}""", Decision.Allow)]
    [InlineData("""{"items":[{"n":11},{}]}""", Decision.Block)]
    [InlineData("""{"items":[{},{"n":11}]}""", Decision.Block)]
    [InlineData("""{"items":[{"n":6},{"n":null},{"n":6}]}""", Decision.Block)]
    [InlineData("""{"items":[{"n":5},null]}""", Decision.Block)]
    [InlineData("""{"items":[{"n":5},7]}""", Decision.Block)]
    [InlineData("""{"items":{"n":11}}""", Decision.Block)]
    [InlineData("""{"items":11}""", Decision.Block)]
    [InlineData("11", Decision.Block)]
    public async Task Judge_OptionalPlaceInItems_IsJudgedWhereItIs(string arguments, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "amounts":[{"at":"/items/*/n","max":10,"optional":true}]
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, arguments)).Decision);
    }

    [Theory]
    [InlineData("[400]", Decision.Allow)]
    [InlineData("[250,-100,150]", Decision.Allow)]
    [InlineData("[-200]", Decision.Allow)]
    [InlineData("[-100,-100,400]", Decision.Allow)]
    [InlineData("[501]", Decision.Block)]
    [InlineData("[600,-100]", Decision.Block)]
    [InlineData("[-100,600]", Decision.Block)]
    [InlineData("[300,300,-100]", Decision.Block)]
    [InlineData("[-201]", Decision.Block)]
    [InlineData("[-150,-150,400]", Decision.Block)]
    [InlineData("[500]", Decision.Escalate)]
    [InlineData("[-100,450]", Decision.Escalate)]
    [InlineData("[250,-100,200]", Decision.Escalate)]
    public async Task Judge_AmountsBelowZero_OffsetNoOthers(string amounts, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "amounts":[{"at":"/n/*","min":-200,"max":500,"escalate_above":400}]
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, $$"""{"n":{{amounts}}}""")).Decision);
    }

    [Theory]
    [InlineData(-100, Decision.Allow)]
    [InlineData(-10, Decision.Allow)]
    [InlineData(-5, Decision.Block)]
    [InlineData(0, Decision.Block)]
    [InlineData(-101, Decision.Block)]
    public async Task Judge_GreatestBelowZero_Bounds(int amount, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "amounts":[{"at":"/n","min":-100,"max":-10}]
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, $$"""{"n":{{amount}}}""")).Decision);
    }

    [Theory]
    [InlineData("""{"n":5,"items":[{"c":"EUR"},{"c":"EUR"}]}""", Decision.Allow)]
    [InlineData("""{"n":5,"items":[]}""", Decision.Block)]
    [InlineData("""{"n":5,"items":[{"c":"EUR"},{}]}""", Decision.Block)]
    [InlineData("""{"n":5,"items":[{"c":"EUR"},{"c":"BTC"}]}""", Decision.Block)]
    public async Task Judge_CurrenciesOfAList_AreThereAndAllowed(string arguments, Decision expected) =>
        Assert.Equal(expected, (await Inspector.JudgeAsync(Inspector.WithTool(CurrencyInItems), arguments)).Decision);

    [Fact]
    public async Task Judge_TooManyCurrencies_AreBlocked()
    {
        string euros = string.Join(',', Enumerable.Repeat("""{"c":"EUR"}""", 1000));
        PolicyPipeline pipeline = Inspector.WithTool(CurrencyInItems);
        Assert.Equal(Decision.Allow, (await Inspector.JudgeAsync(pipeline, $$"""{"n":5,"items":[{{euros}}]}""")).Decision);
        string arguments = $$$"""{"n":5,"items":[{{{euros}}},{"c":"EUR"},{"c":"BTC"}]}""";
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, arguments)).Decision);
    }

    private static string Zeros(int count) => """{"n":[""" + string.Join(',', Enumerable.Repeat("0", count)) + "]}";
}
