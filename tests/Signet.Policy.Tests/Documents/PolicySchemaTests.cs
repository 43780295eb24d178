using System.Text.Json.Nodes;
using Signet.Policy.Documents;

namespace Signet.Policy.Tests.Documents;

public sealed class PolicySchemaTests
{
    public static TheoryData<string> Checks() => [.. CheckRegistry.BuiltIn.Names];

    [Theory]
    [MemberData(nameof(Checks))]
    public void OptionsOf_Check_EachHasASentenceAndNoOther(string check)
    {
        CheckDefinition definition = CheckRegistry.BuiltIn.Find(check)!;
        Assert.Equal(PolicySchema.OptionsOf(definition).Order(StringComparer.Ordinal), definition.Options.Keys.Order(StringComparer.Ordinal));
        Assert.All(definition.Options.Values.Append(definition.Summary), sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void For_Document_HasEveryMemberWithASentence()
    {
        JsonObject schema = JsonNode.Parse(PolicySchema.For(CheckRegistry.BuiltIn))!.AsObject();
        JsonObject properties = schema["properties"]!.AsObject();
        Assert.Equal(
            ["allow_no_checks", "checks", "mode", "policies", "select", "tool_calls", "unknown_content", "unknown_paths", "version"],
            properties.Select(property => property.Key).Order(StringComparer.Ordinal));
        Assert.All(properties, property => Assert.NotNull(property.Value!["description"]));
        Assert.Equal(["version"], schema["required"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(
            ["check", "name", "priority", "timeout_ms", "cpu_budget_ms", "require_owner", "source", "on_claim"],
            schema["$defs"]!["owner_resolution"]!["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(
            ["action", "label", "pattern"],
            schema["$defs"]!["regex_content"]!["properties"]!["rules"]!["items"]!["required"]!.AsArray().Select(name => (string)name!));
    }
}
