using System.Text.Json.Nodes;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>The rules find what an API server would refuse.</summary>
public sealed class StructuralRulesTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{}}}""", "no type")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/b"}}}""", "$ref")]
    [InlineData("""{"type":"object","oneOf":[]}""", "oneOf")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","default":"x"}}}""", "default")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","maxItems":1}}}""", "items")]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":{"type":"string"}}""", "both")]
    [InlineData("""{"type":"object","additionalProperties":false}""", "is a schema")]
    [InlineData("""{"type":"object","required":["a"],"properties":{}}""", "requires")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"x-kubernetes-validations":[]}""", "without a bound")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}}},"x-kubernetes-validations":[]}""", "without a bound")]
    [InlineData("""{"type":"object","properties":{"a":{"x-kubernetes-preserve-unknown-fields":false}}}""", "preserve-unknown-fields")]
    [InlineData("""{"type":"string"}""", "no object")]
    public void Faults_SchemaThatIsNotStructural_AreNamed(string schema, string fault) =>
        Assert.Contains(StructuralRules.Faults(JsonNode.Parse(schema)!.AsObject()), found => found.Contains(fault, StringComparison.Ordinal));
}
