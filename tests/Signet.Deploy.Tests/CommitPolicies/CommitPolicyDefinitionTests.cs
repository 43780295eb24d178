using System.Text.Json.Nodes;
using Signet.Policy.Documents;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>The definition that the chart has.</summary>
public sealed class CommitPolicyDefinitionTests
{
    /// <summary>SIGNET_WRITE_DOCS=1 writes it anew.</summary>
    [Fact]
    public async Task Definition_IsMadeOfThePublishedSchema()
    {
        var made = CommitPolicyDefinition.Write();
        if (Environment.GetEnvironmentVariable("SIGNET_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(CommitPolicyDefinition.Path, made, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(CommitPolicyDefinition.Path, TestContext.Current.CancellationToken), made);
    }

    // kubectl apply keeps a whole object in an annotation, which may have 262,144 octets.
    [Fact]
    public void Definition_FitsIntoWhatClientsKeepOfIt() => Assert.InRange(CommitPolicyDefinition.Write().Length, 1, 200_000);

    [Fact]
    public void OwnerChecks_AreThoseThatSayThatTheyAre() => Assert.Equal(
        CheckRegistry.BuiltIn.Definitions.Where(definition => definition.ResolvesOwner).Select(definition => definition.Name).Order(),
        CommitPolicyDefinition.OwnerChecks);

    [Fact]
    public void Schema_IsStructural() => Assert.Empty(StructuralRules.Faults(CommitPolicyFixture.Schema));

    [Fact]
    public void Rules_CostNoMoreThanAnApiServerTakes()
    {
        var costs = RuleCosts.Of(Schema()).ToList();
        Assert.True(costs.Count > 20);
        Assert.All(costs, cost => Assert.InRange(cost.Cost, 1, RuleCosts.MostOfOne));
        Assert.InRange(costs.Sum(cost => cost.Cost), 1, RuleCosts.MostOfAll);
    }

    [Fact]
    public void Rules_NameNoOptionThatIsAWordOfCel()
    {
        string[] reserved = [
            "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
            "var", "void", "while"];
        var named = RuleCosts.Of(Schema()).SelectMany(rule => System.Text.RegularExpressions.Regex.Matches(rule.Rule, @"\.([A-Za-z_]+)").Select(match => match.Groups[1].Value)).Distinct().ToList();
        Assert.Contains("check", named);
        Assert.All(named, name => Assert.True(!reserved.Contains(name) && !name.Contains("__", StringComparison.Ordinal), name));
    }

    private static JsonObject Schema() =>
        JsonNode.Parse(CommitPolicyDefinition.Write())!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();
}
