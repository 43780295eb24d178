using Signet.Extensions.Plugins;
using Signet.Extensions.Tests.Plugins;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Tests;

public sealed class CheckExtensionsTests
{
    private const string External = """{"check":"external","url":"http://127.0.0.1:1","token":"dlp"}""";

    private static readonly ExtensionSettings Settings = new() { PluginsPath = PluginDirectory.Built };

    [Fact]
    public void Load_Host_KnowsExternalAndPlugins_AndWantsSecretsThatAreThere()
    {
        PluginCatalog catalog = CheckExtensions.Load(Settings, ExtensionHost.DefaultDaprEndpoint, null);
        string[] expected = ["external", "sandbox_preview", "tribunal", "owner_resolution"];
        Assert.Superset(expected.ToHashSet(), catalog.Registry.Names.ToHashSet());
        Assert.Equal(["/checks/0/token"], Policies.Errors(catalog.Registry, External).Select(error => error.Path));
    }

    [Fact]
    public async Task LoadToRead_Policy_IsReadWithoutItsSecrets_AndFailsWhenRun()
    {
        PolicyPipeline policy = Policies.Build(CheckExtensions.LoadToRead(Settings).Registry, External);
        StageOutcome outcome = await policy.AdmitAsync(Policies.Request("x"), TestContext.Current.CancellationToken);
        Assert.Equal((Decision.Block, "its secret can't be read"), (outcome.Decision, outcome.Metadata["failure"]));
    }

    [Fact]
    public void Definitions_Options_AreThoseThatTheFactoryReads()
    {
        foreach (var definition in CheckExtensions.LoadToRead(Settings).Registry.Definitions.Where(
            definition => definition.Name is "external" or "sandbox_preview" or "tribunal"))
        {
            Assert.NotEmpty(definition.Options);
            foreach (string option in definition.Options.Keys.Where(path => !path.Contains('[', StringComparison.Ordinal)))
            {
                // A member that nobody reads is told as one that isn't known.
                var errors = Policies.Errors(CheckExtensions.LoadToRead(Settings).Registry, $$"""{"check":"{{definition.Name}}","{{option}}":null}""");
                Assert.DoesNotContain(errors, error => error.Path == $"/checks/0/{option}" && error.Message == "is not known");
                Assert.Contains(errors, error => error.Path == $"/checks/0/{option}");
            }
        }
    }
}
