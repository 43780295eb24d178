using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ToolCallInspector;

public sealed class ToolCallInspectorArgumentsTests
{
    private const string Schema = """
        "arguments":{"type":"object","additionalProperties":false,"required":["q"],"properties":{"q":{"type":"string","maxLength":5}}}
        """;

    [Theory]
    [InlineData("""{"q":"abc"}""", Decision.Allow)]
    [InlineData(""" { "q" : "abc" } """, Decision.Allow)]
    [InlineData("""{"q":"abcdef"}""", Decision.Block)]
    [InlineData("""{"q":"abc","x":1}""", Decision.Block)]
    [InlineData("", Decision.Block)]
    [InlineData("[]", Decision.Block)]
    [InlineData("{", Decision.Block)]
    [InlineData("""{"q":"a","q":"b"}""", Decision.Block)]
    [InlineData("""{"q":"a","\u0071":"b"}""", Decision.Block)]
    [InlineData("""{"q":"a"},""", Decision.Block)]
    [InlineData("""{"q":"a"/**/}""", Decision.Block)]
    [InlineData("\uFEFF{\"q\":\"a\"}", Decision.Block)]
    [InlineData("null", Decision.Block)]
    [InlineData("\"{}\"", Decision.Block)]
    [InlineData("""{"q":"a"}{"q":"b"}""", Decision.Block)]
    [InlineData("""{"q":NaN}""", Decision.Block)]
    [InlineData("{\"q\":\"\\ud800\"}", Decision.Block)]
    public async Task JudgeAsync_Schema_DecidesOnArguments(string arguments, Decision expected) =>
        Assert.Equal(expected, (await Inspector.JudgeAsync(Inspector.WithTool(Schema), arguments)).Decision);

    [Theory]
    [InlineData(63, Decision.Allow)]
    [InlineData(64, Decision.Block)]
    [InlineData(100_000, Decision.Block)]
    public async Task JudgeAsync_NestedLists_HaveALimit(int lists, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "arguments":{"type":"object"}
            """);
        string arguments = "{\"q\":" + new string('[', lists) + new string(']', lists) + "}";
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, arguments)).Decision);
    }

    [Theory]
    [InlineData("1e400", Decision.Allow)]
    [InlineData("1e401", Decision.Block)]
    [InlineData("1e99999999999999999999", Decision.Block)]
    [InlineData("-1e-99999999999999999999", Decision.Block)]
    [InlineData("Infinity", Decision.Block)]
    [InlineData("0x10", Decision.Block)]
    [InlineData("01", Decision.Block)]
    public async Task JudgeAsync_HugeNumberWhereNoRuleLooks_IsRefused(string number, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "arguments":{"type":"object"}
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, $$"""{"q":{{number}}}""")).Decision);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"/srv/a\"")]
    [InlineData("true")]
    public async Task JudgeAsync_ArgumentsThatAreNoObject_BreakEveryRule(string arguments)
    {
        foreach (string rule in new[]
        {
            """
            "paths":[{"at":"/x","roots":["/srv"],"optional":true}]
            """,
            """
            "hosts":[{"at":"/x","allow":["example.com"],"optional":true}]
            """,
            """
            "amounts":[{"at":"/x","max":10,"optional":true}]
            """,
        })
        {
            Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(Inspector.WithTool(rule), arguments)).Decision);
        }
    }

    [Theory]
    [InlineData("pay", Decision.Block)]
    [InlineData("Pay", Decision.Block)]
    [InlineData("PAY", Decision.Block)]
    [InlineData(" pay", Decision.Block)]
    [InlineData("pay\n", Decision.Block)]
    [InlineData("tas\u212a", Decision.Block)]
    [InlineData("payx", Decision.Allow)]
    [InlineData("other", Decision.Allow)]
    public async Task JudgeAsync_UnlistedNameLikeAListedOne_IsBlocked(string tool, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.With("""
            {"allow_unregistered":true,"tools":{"pay":{"tier":"critical"},"task":{"tier":"critical"}}}
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, "{}", tool: tool)).Decision);
    }

    [Fact]
    public async Task JudgeAsync_NoText_IsNoArguments()
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "arguments":{"type":"object","maxProperties":0}
            """);
        Assert.Equal(Decision.Allow, (await Inspector.JudgeAsync(pipeline, "")).Decision);
        Assert.Equal(Decision.Allow, (await Inspector.JudgeAsync(pipeline, "{}")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, " ")).Decision);
    }

    [Fact]
    public async Task JudgeAsync_ToolWithoutRules_TakesAnyArguments() =>
        Assert.Equal(Decision.Allow, (await Inspector.JudgeAsync(Inspector.With("""{"tools":{"t":{"tier":"low"}}}"""), "no json")).Decision);

    [Fact]
    public async Task JudgeAsync_Violation_MeansWhatTheToolSaysButBadJsonBlocks()
    {
        PolicyPipeline pipeline = Inspector.WithTool(Schema + """
            ,"on_violation":"escalate"
            """);
        StageOutcome outcome = await Inspector.JudgeAsync(pipeline, """{"q":"secret"}""");
        Assert.Equal(Decision.Escalate, outcome.Decision);
        Assert.Equal("/q", outcome.Metadata["violation"]);
        Assert.Equal("t", outcome.Metadata["tool"]);
        Assert.Equal("low", outcome.Metadata["tier"]);
        Assert.Equal("the tool's arguments: /q break the schema's maxLength", outcome.Reason);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, "{")).Decision);
    }

    [Fact]
    public async Task JudgeAsync_Violations_TellNoContent()
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "arguments":{"additionalProperties":{"type":"integer"}},"paths":[{"at":"/1/path","roots":["/srv"],"optional":true}],
            "hosts":[{"at":"/1/url","allow":["example.com"],"optional":true}]
            """);
        foreach (string arguments in new[]
        {
            """{"confidential":"confidential"}""", """[0,{"path":"/confidential"}]""", """[0,{"url":"https://confidential"}]""", "confidential",
        })
        {
            StageOutcome outcome = await Inspector.JudgeAsync(pipeline, arguments);
            Assert.Equal(Decision.Block, outcome.Decision);
            Assert.DoesNotContain("confidential", outcome.Reason + string.Join(' ', outcome.Metadata.Values), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task JudgeAsync_StrictestRule_Counts()
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "amounts":[{"at":"/n","max":100,"escalate_above":10}],"paths":[{"at":"/p","roots":["/srv"]}]
            """);
        Assert.Equal(Decision.Escalate, (await Inspector.JudgeAsync(pipeline, """{"n":11,"p":"/srv/a"}""")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, """{"n":11,"p":"/etc/a"}""")).Decision);
    }

    [Fact]
    public async Task JudgeAsync_Grants_DenyAllThatTheyDontName()
    {
        PolicyPipeline pipeline = Inspector.With("""
            {"allow_unregistered":true,"max_allowed_tier":"critical","tools":{"pay":{"tier":"medium"},"pay_all":{"tier":"critical"},"read":{"tier":"low"}},
            "grants":[{"owners":["agent:billing-*","human:ann"],"tools":["pay*"],"max_tier":"medium"},
            {"owners":["human:*"],"tools":["read"]},{"owners":["human:root"],"tools":["*"]}]}
            """);
        Owner billing = Owner.Asserted(OwnerType.Agent, "billing-7");
        Owner ann = Owner.Asserted(OwnerType.Human, "ann");
        Owner root = Owner.Asserted(OwnerType.Human, "root");
        (Owner Owner, string Tool, bool Granted)[] cases =
        [
            (billing, "pay", true), (billing, "pay_all", false), (billing, "read", false), (billing, "other", false), (billing, "payx", false),
            (ann, "pay", true), (ann, "read", true), (ann, "pay_all", false), (ann, "payx", false),
            (Owner.Asserted(OwnerType.Human, "annie"), "pay", false), (Owner.Asserted(OwnerType.Human, "Ann"), "pay", false),
            (Owner.Asserted(OwnerType.Agent, "ann"), "pay", false), (Owner.Asserted(OwnerType.Policy, "billing-7"), "pay", false),
            (Owner.Unresolved, "pay", false), (Owner.Unresolved, "read", false), (root, "pay_all", true), (root, "other", true),
        ];
        foreach ((Owner owner, string tool, bool granted) in cases)
        {
            Assert.Equal(
                (owner, tool, granted ? Decision.Allow : Decision.Block),
                (owner, tool, (await Inspector.JudgeAsync(pipeline, "{}", owner, tool)).Decision));
        }
    }

    [Fact]
    public async Task JudgeAsync_EmptyGrants_GrantNothing() => Assert.Equal(
        Decision.Block, (await Inspector.JudgeAsync(Inspector.With("""{"tools":{"t":{"tier":"low"}},"grants":[]}"""), "{}")).Decision);

    [Fact]
    public async Task JudgeAsync_MoreCallsThanAllowed_AreBlocked()
    {
        PolicyPipeline pipeline = Inspector.With("""
            {"max_calls":3,"allow_unregistered":true,"tools":{"a":{"tier":"low","max_calls":1},"b":{"tier":"low"}}}
            """);
        RequestContext request = Inspector.Request();
        List<Decision> decisions = [];
        foreach (string tool in new[] { "a", "a", "b", "b", "c" })
        {
            decisions.Add((await Inspector.JudgeAsync(pipeline, request, Requests.Call(tool))).Decision);
        }

        Assert.Equal([Decision.Allow, Decision.Block, Decision.Allow, Decision.Block, Decision.Block], decisions);
        Assert.Equal(Decision.Allow, (await Inspector.JudgeAsync(pipeline, Inspector.Request(), Requests.Call("a"))).Decision);
    }

    [Theory]
    [InlineData("registered", "a", Decision.Allow)]
    [InlineData("registered", "a b", Decision.Allow)]
    [InlineData("registered", "", Decision.Block)]
    [InlineData("registered", "a c", Decision.Block)]
    [InlineData("registered", "A", Decision.Block)]
    [InlineData("ignore", "a c", Decision.Allow)]
    public async Task AdmitAsync_DeclaredTools_MustBeRegisteredWhereThePolicySaysSo(string option, string declared, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.With(
            """{"tools":{"a":{"tier":"low"},"b":{"tier":"low"}},"definitions":""" + $"\"{option}\"}}");
        StageOutcome outcome = await pipeline.AdmitAsync(
            Inspector.Request(null, declared.Split(' ')), TestContext.Current.CancellationToken);
        Assert.Equal(expected, outcome.Decision);
        Assert.Equal(option == "registered" ? 1 : 0, outcome.Coverage.Count);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, "{}", tool: "c")).Decision);
    }
}
