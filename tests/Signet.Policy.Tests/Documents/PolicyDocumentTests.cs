using System.Text;
using CsCheck;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Policy.Tests.Pipeline;

namespace Signet.Policy.Tests.Documents;

public sealed class PolicyDocumentTests
{
    [Fact]
    public void TryParse_Good_BuildsThePipeline()
    {
        Assert.True(Parse("""
            {"version":1,"mode":"shadow","tool_calls":"pass","checks":[
              {"check":"scope_drift","markers":[{"marker":"X-RAY","level":"SECRET"}],"without":["(C)"]},
              {"check":"owner_resolution","require_owner":false},
              {"check":"prompt_injection","action":"escalate","phrases":[{"label":"mine","text":"open sesame"}]},
              {"check":"regex_content","rules":[{"label":"a","pattern":"x+y","action":"redact","replacement":"","on":"response","max_length":9}]},
              {"check":"classification_gate","default_clearance":"TS"},
              {"check":"tool_call_inspector","tools":{"a/b":{"tier":"critical"}},"max_allowed_tier":"critical"}]}
            """, out PolicyDocument? document, out _));
        PolicyPipeline pipeline = document!.Build(TimeProvider.System);
        Assert.True(pipeline.Shadow);
        Assert.True(document.PassToolCalls);
        Assert.Equal(
            ["owner_resolution", "classification_gate", "scope_drift", "prompt_injection", "regex_content", "tool_call_inspector"],
            pipeline.Checks);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    [InlineData("{}", "/version")]
    [InlineData("""{"version":2,"allow_no_checks":true}""", "/version")]
    [InlineData("""{"version":"1","allow_no_checks":true}""", "/version")]
    [InlineData("""{"version":1}""", "/checks")]
    [InlineData("""{"version":1,"checks":[]}""", "/checks")]
    [InlineData("""{"version":1,"checks":{}}""", "/checks")]
    [InlineData("""{"version":1,"allow_no_checks":true,"version":1}""", "/version")]
    [InlineData("""{"version":1,"allow_no_checks":true,"mood":"x"}""", "/mood")]
    [InlineData("""{"version":1,"allow_no_checks":true,"a/b~c":1}""", "/a~1b~0c")]
    [InlineData("""{"version":1,"allow_no_checks":true,"mode":"off"}""", "/mode")]
    [InlineData("""{"version":1,"allow_no_checks":true,"mode":1}""", "/mode")]
    [InlineData("""{"version":1,"allow_no_checks":true,"tool_calls":"\ud800"}""", "")]
    [InlineData("""{"version":1,"allow_no_checks":true,"\ud800":"x"}""", "")]
    [InlineData("""{"version":1,"checks":[7]}""", "/checks/0")]
    [InlineData("""{"version":1,"checks":[{}]}""", "/checks/0/check")]
    [InlineData("""{"version":1,"checks":[{"check":"nope"}]}""", "/checks/0/check")]
    [InlineData("""{"version":1,"checks":[{"check":"scope_drift"},{"check":"scope_drift"}]}""", "/checks/1/check")]
    [InlineData("""{"version":1,"checks":[{"check":"owner_resolution","require_owner":"yes"}]}""", "/checks/0/require_owner")]
    [InlineData("""{"version":1,"checks":[{"check":"owner_resolution","extra":1}]}""", "/checks/0/extra")]
    [InlineData("""{"version":1,"checks":[{"check":"classification_gate","default_clearance":"X"}]}""", "/checks/0/default_clearance")]
    [InlineData("""{"version":1,"checks":[{"check":"prompt_injection","default_phrases":false}]}""", "/checks/0/phrases")]
    [InlineData("""{"version":1,"checks":[{"check":"prompt_injection","phrases":[{"label":"a","text":"abc"}]}]}""", "/checks/0/phrases/0/text")]
    [InlineData("""{"version":1,"checks":[{"check":"regex_content"}]}""", "/checks/0/rules")]
    [InlineData("""{"version":1,"checks":[{"check":"regex_content","rules":[{"label":"a","pattern":"(?=x)y","action":"block"}]}]}""", "/checks/0/rules/0/pattern")]
    [InlineData("""{"version":1,"checks":[{"check":"regex_content","rules":[{"label":"a","pattern":"x"}]}]}""", "/checks/0/rules/0/action")]
    [InlineData("""{"version":1,"checks":[{"check":"regex_content","rules":[{"label":"a","pattern":"x","action":"block","max_length":4097}]}]}""", "/checks/0/rules/0/max_length")]
    [InlineData("""{"version":1,"checks":[{"check":"scope_drift","without":["nope"]}]}""", "/checks/0/without")]
    [InlineData("""{"version":1,"checks":[{"check":"tool_call_inspector","tools":{"a/b":{}}}]}""", "/checks/0/tools/a~1b/tier")]
    [InlineData("""{"version":1,"checks":[{"check":"tool_call_inspector","tools":{"a":{"tier":"huge"}}}]}""", "/checks/0/tools/a/tier")]
    [InlineData("""{"version":1,"checks":[{"check":"tool_call_inspector","tools":{"a":{"tier":"low"},"a":{"tier":"low"}}}]}""", "/checks/0/tools/a")]
    public void TryParse_Bad_SaysWhere(string json, string path)
    {
        Assert.False(Parse(json, out PolicyDocument? document, out IReadOnlyList<PolicyError> errors));
        Assert.Null(document);
        Assert.Contains(path, errors.Select(error => error.Path));
    }

    [Fact]
    public void TryParse_SeveralErrors_ReportsAll()
    {
        Parse("""{"version":3,"mode":"x","checks":[{"check":"owner_resolution","a":1,"b":2}]}""", out _, out var errors);
        Assert.Equal(["/checks/0/a", "/checks/0/b", "/mode", "/version"], errors.Select(error => error.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryParse_AllowNoChecks_IsGood() => Assert.True(Parse("""{"version":1,"allow_no_checks":true}""", out _, out _));

    [Fact]
    public void TryParse_PlugIn_IsFoundByName()
    {
        CheckDefinition mine = new()
        {
            Name = "mine",
            Summary = "A check of somebody else's.",
            Factory = options =>
            {
                int limit = options.Number("limit", 1, 9, 5);
                return _ => new FakeCheck("mine") { Priority = limit };
            },
        };
        CheckRegistry registry = CheckRegistry.BuiltIn.With(mine);
        byte[] json = """{"version":1,"checks":[{"check":"mine","limit":3}]}"""u8.ToArray();
        Assert.True(PolicyDocument.TryParse(json, registry, out PolicyDocument? document, out _));
        Assert.Equal(["mine"], document.Build(TimeProvider.System).Checks);
        Assert.False(PolicyDocument.TryParse(json, out _, out _));
        Assert.Throws<ArgumentException>(() => registry.With(mine));
        Assert.Throws<ArgumentException>(() => registry.With(mine with { Name = "pipeline" }));
    }

    [Fact]
    public void TryParse_Name_LetsACheckStandTwice()
    {
        Assert.True(Parse(
            """{"version":1,"checks":[{"check":"prompt_injection"},{"check":"prompt_injection","name":"soft","action":"escalate"}]}""",
            out PolicyDocument? document,
            out _));
        Assert.Equal(["prompt_injection", "soft"], document!.Build(TimeProvider.System).Checks);
    }

    [Theory]
    [InlineData("""{"check":"prompt_injection","name":"owner_resolution"}""", "/checks/1/name")]
    [InlineData("""{"check":"owner_resolution"}""", "/checks/1/check")]
    [InlineData("""{"check":"prompt_injection","name":"pipeline"}""", "/checks/1/name")]
    [InlineData("""{"check":"prompt_injection","name":"A b"}""", "/checks/1/name")]
    [InlineData("""{"check":"prompt_injection","timeout_ms":0}""", "/checks/1/timeout_ms")]
    [InlineData("""{"check":"prompt_injection","timeout_ms":600001}""", "/checks/1/timeout_ms")]
    [InlineData("""{"check":"prompt_injection","cpu_budget_ms":"1"}""", "/checks/1/cpu_budget_ms")]
    [InlineData("""{"check":"prompt_injection","priority":1.5}""", "/checks/1/priority")]
    public void TryParse_WhatEveryCheckCanBeTold_IsReadStrictly(string check, string path)
    {
        Assert.False(Parse($$"""{"version":1,"checks":[{"check":"owner_resolution"},{{check}}]}""", out _, out var errors));
        Assert.Equal([path], errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("""{"a":{"checks":[]}}""", "[]", "/policies/a/checks")]
    [InlineData("""{"a":{"extends":"b"},"b":{"extends":"default"}}""", "[]", "/policies/a/checks", "/policies/a/extends")]
    [InlineData("""{"default":{"extends":"default"}}""", "[]", "/policies/default")]
    [InlineData("""{"A":{"extends":"default"}}""", "[]", "/policies/A")]
    [InlineData("""{"a":{"checks":[{"check":"owner_resolution"}]}}""", "[]", "/policies/a/checks")]
    [InlineData("""{"a":{"extends":"default","version":1}}""", "[]", "/policies/a/version")]
    [InlineData("""{"a":{"extends":"default","unknown_paths":"pass"}}""", "[]", "/policies/a/unknown_paths")]
    [InlineData("""{"a":{"extends":"default"}}""", """[{"policy":"a"}]""", "/select/0")]
    [InlineData("""{"a":{"extends":"default"}}""", """[{"policy":"b","models":["x"]}]""", "/select/0/policy")]
    [InlineData("""{"a":{"extends":"default"}}""", """[{"policy":"a","models":["x*y"]}]""", "/select/0/models")]
    [InlineData("""{"a":{"extends":"default"}}""", """[{"policy":"a","model":["x"]}]""", "/select/0", "/select/0/model")]
    [InlineData("""{"a":{"extends":"default"}}""", """[{"policy":"a","owners":["billing-*"]}]""", "/select/0/owners")]
    [InlineData("""{"a":{"extends":"default"}}""", """[{"policy":"a","owners":["*"]}]""", "/select/0/owners")]
    public void TryParse_NamedPolicies_AreReadStrictly(string policies, string select, params string[] paths)
    {
        Assert.False(Parse(
            $$"""{"version":1,"checks":[{"check":"owner_resolution"}],"policies":{{policies}},"select":{{select}}}""", out _, out var errors));
        Assert.Equal(paths, errors.Select(error => error.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"version":1,"checks":[{"check":"owner_resolution"}]}""")]
    [InlineData("""{"version":1,"mode":"shadow","checks":[{"check":"owner_resolution"}]}""", "/mode")]
    [InlineData("""{"version":1,"tool_calls":"pass","checks":[{"check":"owner_resolution"}]}""", "/tool_calls")]
    [InlineData("""{"version":1,"unknown_paths":"pass","checks":[{"check":"owner_resolution"}]}""", "/unknown_paths")]
    [InlineData("""{"version":1,"checks":[{"check":"scope_drift"}]}""", "/checks")]
    [InlineData(
        """{"version":1,"checks":[{"check":"owner_resolution"},{"check":"scope_drift"}],"policies":{"a":{"checks":[{"check":"prompt_injection"}]}}}""",
        "/policies", "/policies/a/checks")]
    public void TryParse_WeakSettings_AreWarnedOf(string json, params string[] paths)
    {
        Assert.True(Parse(json, out PolicyDocument? document, out _));
        Assert.Equal(paths, document!.Warnings.Select(warning => warning.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryParse_Priority_ChangesTheOrder()
    {
        Assert.True(Parse(
            """{"version":1,"checks":[{"check":"prompt_injection"},{"check":"tool_call_inspector","priority":-1}]}""",
            out PolicyDocument? document,
            out _));
        Assert.Equal(["tool_call_inspector", "prompt_injection"], document!.Build(TimeProvider.System).Checks);
    }

    [Fact]
    public void TryParse_AnyOctets_NeverThrows()
    {
        byte[] good = """{"version":1,"checks":[{"check":"tool_call_inspector","tools":{"a":{"tier":"low"}}}]}"""u8.ToArray();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample(
            (at, octet) =>
            {
                byte[] bad = [.. good];
                bad[at] = octet;
                bool parsed = PolicyDocument.TryParse(bad, out _, out IReadOnlyList<PolicyError> errors);
                Assert.Equal(parsed, errors.Count == 0);
            },
            iter: 3000);
        Gen.Byte.Array[0, 40].Sample(octets => Assert.False(PolicyDocument.TryParse(octets, out _, out _)), iter: 500);
    }

    private static bool Parse(string json, out PolicyDocument? document, out IReadOnlyList<PolicyError> errors) =>
        PolicyDocument.TryParse(Encoding.UTF8.GetBytes(json), out document, out errors);
}
