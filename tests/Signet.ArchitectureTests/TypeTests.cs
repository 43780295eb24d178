using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Signet.ArchitectureTests;

/// <summary>What types may depend on.</summary>
public sealed class TypeTests
{
    private static readonly Architecture Signet = new ArchLoader().LoadAssemblies(
        System.Reflection.Assembly.Load("Signet.Ledger"),
        System.Reflection.Assembly.Load("Signet.Policy"),
        System.Reflection.Assembly.Load("Signet.Storage"),
        System.Reflection.Assembly.Load("Signet.Messaging"),
        System.Reflection.Assembly.Load("Signet.Hosting"),
        System.Reflection.Assembly.Load("Signet.Gateway"),
        System.Reflection.Assembly.Load("Signet.Auditor"),
        System.Reflection.Assembly.Load("Signet.Anchorer"),
        System.Reflection.Assembly.Load("Signet.Verifier"),
        System.Reflection.Assembly.Load("Signet.Injector")).Build();

    [Theory]
    [InlineData("System.IO.File")]
    [InlineData("System.IO.FileStream")]
    [InlineData("System.IO.Directory")]
    [InlineData("System.Net.Http.HttpClient")]
    [InlineData("System.Environment")]
    [InlineData("System.Threading.Timer")]
    [InlineData("System.Diagnostics.Process")]
    public void Ledger_AndPolicy_TouchNothingOutside(string type) => Types().That()
        .ResideInNamespaceMatching(@"^Signet\.(Ledger|Policy)(\.|$)")
        .Should().NotDependOnAnyTypesThat().HaveFullName(type).WithoutRequiringPositiveResults().Check(Signet);

    [Fact]
    public void Ledger_DoesNotKnowPolicy() => Types().That().ResideInNamespaceMatching(@"^Signet\.Ledger(\.|$)")
        .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^Signet\.Policy(\.|$)").Check(Signet);

    [Fact]
    public void Policy_DoesNotKnowLedger() => Types().That().ResideInNamespaceMatching(@"^Signet\.Policy(\.|$)")
        .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^Signet\.Ledger(\.|$)").Check(Signet);

    [Fact]
    public void Gateway_DoesNotKnowTheStore() => Types().That().ResideInNamespaceMatching(@"^Signet\.Gateway(\.|$)")
        .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^Signet\.Storage(\.|$)").Check(Signet);
}
