using System.Text.Json.Nodes;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>The schema of a CommitPolicy as the chart has it.</summary>
internal static class CommitPolicyFixture
{
    public static JsonObject Schema { get; } =
        JsonNode.Parse(File.ReadAllText(CommitPolicyDefinition.Path))!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();

    public static JsonObject Spec => Schema["properties"]!["spec"]!.AsObject();
}
