using Signet.Extensions.Plugins;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Tests.Plugins;

public sealed class PluginDefinitionTests
{
    private const string Entry = """{"check":"mine"}""";

    private static readonly CheckDefinition Mine = new() { Name = "mine", Summary = "", Factory = _ => _ => throw new FormatException("a message") };

    [Fact]
    public void Guard_Texts_AreCleanedAndCut()
    {
        CheckDefinition guarded = PluginDefinition.Guard(Mine with
        {
            Summary = "\u001b[2J" + new string('s', 1_000),
            Options = Enumerable.Range(0, 1_000).ToDictionary(i => $"o\u202e{i}", _ => new string('x', 1_000)),
        });
        Assert.Equal((256, '\uFFFD'), (guarded.Summary.Length, guarded.Summary[0]));
        Assert.Equal(256, guarded.Options.Count);
        Assert.All(guarded.Options, option => Assert.Equal((true, 256), (option.Key.StartsWith("o\uFFFD", StringComparison.Ordinal), option.Value.Length)));
    }

    [Theory]
    [InlineData("pipeline")]
    [InlineData("_compaction")]
    [InlineData("Mine")]
    [InlineData("")]
    [InlineData(null)]
    public void Guard_NameThatNoCheckMayHave_Throws(string? name) =>
        Assert.Throws<PluginException>(() => PluginDefinition.Guard(Mine with { Name = name! }));

    [Fact]
    public void Guard_Nothing_Throws()
    {
        Assert.Throws<PluginException>(() => PluginDefinition.Guard(null));
        Assert.Throws<PluginException>(() => PluginDefinition.Guard(Mine with { Factory = null! }));
    }

    [Fact]
    public void Factory_ThatThrows_IsAnErrorOfThePolicy()
    {
        PolicyError error = Assert.Single(Errors(Mine with { Factory = _ => throw new TimeZoneNotFoundException("a message") }));
        Assert.Equal("/checks/0: can't be read: the plug-in failed with TimeZoneNotFoundException", error.ToString());
    }

    [Fact]
    public void Factory_ThatGivesNothing_IsAnErrorOfThePolicy() =>
        Assert.Equal("/checks/0: can't be read: the plug-in gave nothing back", Assert.Single(Errors(Mine with { Factory = _ => null! })).ToString());

    [Fact]
    public void Build_CheckThatCantBeMade_IsNoPipeline()
    {
        Assert.Equal("The plug-in couldn't make the check mine.", Assert.Throws<ArgumentException>(() => Policies.Build(With(Mine), Entry)).Message);
        Assert.Throws<ArgumentException>(() => Policies.Build(With(Mine with { Factory = _ => _ => null! }), Entry));
    }

    [Fact]
    public async Task Check_WithTheNameOfAnother_IsCalledWhatThePolicySays()
    {
        PolicyPipeline sut = Policies.Build(With(Mine with { Factory = _ => _ => new Impostor() }), Entry);
        StageOutcome outcome = await sut.AdmitAsync(Policies.Request("a"), TestContext.Current.CancellationToken);
        Assert.Equal(("mine", Decision.Block), (outcome.Check, outcome.Decision));
        Assert.Equal(["kept"], outcome.Metadata.Keys);
        Assert.Equal("\uFFFDred", outcome.Reason);
    }

    private static IReadOnlyList<PolicyError> Errors(CheckDefinition definition) => Policies.Errors(With(definition), Entry);

    private static CheckRegistry With(CheckDefinition definition) => CheckRegistry.BuiltIn.With(PluginDefinition.Guard(definition));

    private sealed class Impostor : IAdmissionCheck
    {
        public string Name => "owner_resolution";

        public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken) => ValueTask.FromResult<AdmissionResult>(
            CheckResult.Block("\u0007red") with { Metadata = new Dictionary<string, string> { ["_marker_signature"] = "x", ["kept"] = "y" } });
    }
}
