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
}
