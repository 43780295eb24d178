using System.Reflection;

namespace Signet.ArchitectureTests;

/// <summary>What the built assemblies may reference and show.</summary>
public sealed class AssemblyTests
{
    private static readonly string[] Pure = ["Signet.Ledger", "Signet.Policy"];

    /// <summary>Public types of the services: modules, options and what a host or command calls.</summary>
    private static readonly string[] PublicSuffixes = ["Module", "Options", "Settings"];

    private static readonly HashSet<string> PublicByName =
    [
        "Signet.Gateway.GatewayPolicy", "Signet.Gateway.GatewayPolicySource", "Signet.Gateway.GatewayPolicyFile", "Signet.Gateway.GatewayPolicyObject",
        "Signet.Gateway.WorkloadSource", "Signet.Gateway.PolicyTrial", "Signet.Gateway.PolicyTrialRequest", "Signet.Gateway.PolicyTrialResult",
        "Signet.Auditor.Serving.LogReceipts", "Signet.Auditor.Keys.AuditorKeys", "Signet.Auditor.Enrolment.EnrolledKey", "Signet.Auditor.Enrolment.EnrolmentMode",
        "Signet.Auditor.Enrolment.ServiceAccount",
        "Signet.Anchorer.TsaEndpoint", "Signet.Anchorer.IAnchorObserver", "Signet.Anchorer.RoundResult", "Signet.Anchorer.TsaResult", "Signet.Anchorer.WitnessEndpoint",
        "Signet.Verifier.LogVerifier", "Signet.Verifier.IVerifierMemory", "Signet.Verifier.FileVerifierMemory",
        "Signet.Verifier.DerivedVerifierMemory", "Signet.Verifier.SeenLog", "Signet.Verifier.LogCheck", "Signet.Verifier.VerifierRun",
        "Signet.Verifier.ReceiptSet", "Signet.Verifier.VerificationProgress", "Signet.Verifier.VerificationOutcome",
        "Signet.Verifier.VerificationOutput", "Signet.Verifier.MemoryLocation",
        "Signet.Injector.PodInjector", "Signet.Injector.InjectionResult",
    ];

    [Theory]
    [InlineData("Signet.Ledger")]
    [InlineData("Signet.Policy")]
    public void Pure_ReferencesNoFrameworkBeyondTheBase(string name)
    {
        var references = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!).ToList();
        Assert.NotEmpty(references);

        // Addresses are values of the policy's; nothing of System.Net.Primitives opens a connection.
        Assert.DoesNotContain(references, reference =>
            reference.StartsWith("Microsoft.", StringComparison.Ordinal) || (reference.StartsWith("System.Net", StringComparison.Ordinal) && reference != "System.Net.Primitives") ||
            reference.StartsWith("System.IO.FileSystem", StringComparison.Ordinal) || reference.StartsWith("System.Diagnostics.Process", StringComparison.Ordinal));
        Assert.DoesNotContain(references, reference =>
            reference.StartsWith("Signet.", StringComparison.Ordinal) && Pure.Contains(reference) && reference != name);
    }

    [Fact]
    public void Policy_ReferencesNoPackage() => Assert.DoesNotContain(
        Assembly.Load("Signet.Policy").GetReferencedAssemblies(), reference => !reference.Name!.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void Extensions_ReferenceThePolicyAndTheBaseAlone() => Assert.Equal(
        ["Signet.Policy"],
        Assembly.Load("Signet.Extensions").GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(reference => !reference.StartsWith("System.", StringComparison.Ordinal)));

    [Fact]
    public void Gateway_CantReachTheStore()
    {
        var seen = new HashSet<string>();
        Walk(Assembly.Load("Signet.Gateway"), seen);
        Assert.Contains("Signet.Messaging", seen);
        Assert.DoesNotContain("Signet.Storage", seen);
    }

    [Theory]
    [InlineData("Signet.Gateway")]
    [InlineData("Signet.Auditor")]
    [InlineData("Signet.Anchorer")]
    [InlineData("Signet.Verifier")]
    [InlineData("Signet.Injector")]
    public void Services_ShowModulesOptionsAndContractsAlone(string name)
    {
        var shown = Assembly.Load(name).GetExportedTypes()
            .Where(type => !PublicSuffixes.Any(suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal)) && !PublicByName.Contains(type.FullName!))
            .Select(type => type.FullName);
        Assert.Empty(shown);
    }

    [Theory]
    [InlineData("Signet.Gateway")]
    [InlineData("Signet.Auditor")]
    [InlineData("Signet.Anchorer")]
    [InlineData("Signet.Verifier")]
    [InlineData("Signet.Injector")]
    [InlineData("Signet.Messaging")]
    [InlineData("Signet.Storage")]
    [InlineData("Signet.Hosting")]
    [InlineData("Signet.Extensions")]
    [InlineData("signet")]
    public void Classes_AreSealedUnlessInherited(string name)
    {
        var types = Assembly.Load(name).GetTypes()
            .Where(type => type.FullName!.StartsWith("Signet.", StringComparison.Ordinal) && !type.FullName.Contains('<', StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(types);
        var open = types.Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false } && !types.Any(other => other.BaseType == type));
        Assert.Empty(open.Select(type => type.FullName));
    }

    [Fact]
    public void Cli_ShowsNothing() => Assert.All(
        Assembly.Load("signet").GetExportedTypes(), type => Assert.Null(type.Namespace));

    private static void Walk(Assembly assembly, HashSet<string> seen)
    {
        foreach (var reference in assembly.GetReferencedAssemblies().Where(reference => reference.Name!.StartsWith("Signet.", StringComparison.Ordinal)))
        {
            if (seen.Add(reference.Name!))
            {
                Walk(Assembly.Load(reference), seen);
            }
        }
    }
}
