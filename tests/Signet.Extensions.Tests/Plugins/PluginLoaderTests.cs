using System.Runtime.Loader;
using System.Security.Cryptography;
using Signet.Extensions.Plugins;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using static Signet.Extensions.Tests.Plugins.PluginDirectory;

namespace Signet.Extensions.Tests.Plugins;

public sealed class PluginLoaderTests : IDisposable
{
    private readonly PluginDirectory _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void Load_Built_BothAreLoaded()
    {
        PluginCatalog catalog = Load(Built);
        Assert.Equal(
            [("sandbox_preview", PluginStatus.Loaded, ""), ("tribunal", PluginStatus.Loaded, "")],
            catalog.Plugins.Select(plugin => (plugin.Check!, plugin.Status, plugin.Problem)));
        Assert.All(catalog.Plugins, plugin => Assert.Equal((1, "0.1.0.0", 64), (plugin.ContractVersion!.Value, plugin.AssemblyVersion!, plugin.Sha256!.Length)));
        Assert.NotNull(catalog.Registry.Find("tribunal"));
        Assert.Null(CheckRegistry.BuiltIn.Find("tribunal"));
    }

    [Fact]
    public void Load_Plugin_LivesInAContextOfItsOwn_AndSharesThePolicy()
    {
        PolicyPipeline pipeline = Policies.Build(
            Load(Built).Registry, """{"check":"sandbox_preview","url":"http://127.0.0.1:1"}""");
        Assert.Equal(["sandbox_preview"], pipeline.Checks);
        AssemblyLoadContext context = AssemblyLoadContext.All.Last(context => context.Name == SandboxPreview);
        Assert.Equal([SandboxPreview], context.Assemblies.Select(assembly => assembly.GetName().Name!).Where(name => name.StartsWith("Signet", StringComparison.Ordinal)));
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == SandboxPreview);
    }

    [Fact]
    public void Load_NoPath_IsTheRegistryAsItIs()
    {
        PluginCatalog catalog = PluginLoader.Load(new ExtensionSettings(), CheckRegistry.BuiltIn, Host);
        Assert.Empty(catalog.Plugins);
        Assert.Same(CheckRegistry.BuiltIn, catalog.Registry);
    }

    [Fact]
    public void Load_DirectoryThatIsMissing_Throws() => Assert.Throws<PluginException>(() => Load(_plugins.PathOf("missing")));

    [Fact]
    public void Load_OtherVersion_RunsNoneOfItsCode()
    {
        PluginReport report = LoadOne(EmittedPlugin.Write("Old", version: 2));
        Assert.Equal((PluginStatus.Incompatible, 2, null), (report.Status, report.ContractVersion, report.Check));
        Assert.Equal("it was built for version 2 of the contract; this is version 1", report.Problem);
    }

    [Fact]
    public void Load_ConstructorThatThrows_NamesTheClassAndNotTheMessage() =>
        Assert.Equal("it failed with TimeZoneNotFoundException", LoadOne(EmittedPlugin.Write("Throws")).Problem);

    [Fact]
    public void Load_NoDefinition_IsAnError() => Assert.Equal(
        "its check has no factory, or a name that is malformed or reserved", LoadOne(EmittedPlugin.Write("Empty", constructorThrows: false)).Problem);

    [Fact]
    public void Load_ClassThatIsNoPlugin_IsAnError() => Assert.Equal(
        "its class is no ICheckPlugin", LoadOne(EmittedPlugin.Write("Plain", isPlugin: false, constructorThrows: false)).Problem);

    [Fact]
    public void Load_AssemblyThatNamesNone_IsAnError() => Assert.Equal(
        "the assembly names no plug-in", LoadOne(EmittedPlugin.Write("Unnamed", isNamed: false)).Problem);

    [Fact]
    public void Load_NoAssembly_IsAnError() => Assert.Equal("it failed with BadImageFormatException", LoadOne([1, 2, 3]).Problem);

    [Fact]
    public void Load_FolderWithoutItsAssembly_IsAnError()
    {
        _plugins.WithFile([], "Other", "Else.dll");
        Assert.Equal("the folder has no assembly of its name", Assert.Single(_plugins.Load().Plugins).Problem);
    }

    [Fact]
    public void Load_HiddenFoldersAndFiles_AreNoPlugins()
    {
        _plugins.WithFile([], ".git", ".git.dll").WithFile([], "loose.dll");
        Assert.Empty(_plugins.Load().Plugins);
    }

    [Fact]
    public void Load_OneNameTwice_LosesBoth_AndNothingElse()
    {
        PluginCatalog catalog = _plugins.With(Tribunal).With(Tribunal, "Copy").With(SandboxPreview).Load();
        Assert.Equal(
            [("Copy", PluginStatus.DuplicateName), (SandboxPreview, PluginStatus.Loaded), (Tribunal, PluginStatus.DuplicateName)],
            catalog.Plugins.Select(plugin => (plugin.Folder, plugin.Status)));
        Assert.Equal(2, catalog.Problems.Count());
        Assert.Equal("The plug-in Copy is not loaded: another check has that name.", catalog.Problems.First());
        Assert.Null(catalog.Registry.Find("tribunal"));
        Assert.NotNull(catalog.Registry.Find("sandbox_preview"));
    }

    [Fact]
    public void Load_NameOfAnotherCheck_LosesThePlugin()
    {
        CheckDefinition other = CheckRegistry.BuiltIn.Definitions.First() with { Name = "tribunal" };
        PluginCatalog catalog = _plugins.With(Tribunal).Load(registry: CheckRegistry.BuiltIn.With(other));
        Assert.Equal(PluginStatus.DuplicateName, Assert.Single(catalog.Plugins).Status);
        Assert.Same(other.Factory, catalog.Registry.Find("tribunal")!.Factory);
    }

    [Fact]
    public void Policy_ThatNamesAPluginThatIsNotLoaded_IsNoPolicy() => Assert.Contains(
        "/checks/0/check",
        Policies.Errors(_plugins.Load().Registry, """{"check":"tribunal"}""").Select(error => error.Path));

    [Fact]
    public void Load_Pinned_TakesTheListedOctetsAlone()
    {
        _plugins.With(Tribunal).With(SandboxPreview);
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_plugins.PathOf(Tribunal, Tribunal + ".dll"))));
        string pins = _plugins.PathOf("pins");
        File.WriteAllText(pins, $"{digest}  ./{Tribunal}/{Tribunal}.dll\n{digest}  {SandboxPreview}/{SandboxPreview}.dll\n");
        PluginCatalog catalog = _plugins.Load(pins);
        Assert.Equal([PluginStatus.LoadError, PluginStatus.Loaded], catalog.Plugins.Select(plugin => plugin.Status));
        Assert.Equal("an assembly is not the one that the list of digests has", catalog.Plugins[0].Problem);
        Assert.Equal(digest, catalog.Plugins[1].Sha256);

        File.WriteAllText(pins, "");
        Assert.All(_plugins.Load(pins).Plugins, plugin => Assert.Equal(PluginStatus.LoadError, plugin.Status));
        Assert.Throws<PluginException>(() => _plugins.Load(_plugins.PathOf("no-pins")));
    }

    [Theory]
    [InlineData("Signet.Plugins.Tribunal")]
    [InlineData("Signet.Plugins.Tribunal/Signet.Plugins.Tribunal.dll")]
    public void Load_WritableByEverybody_IsRefused(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes there.");
        _plugins.With(Tribunal);
        File.SetUnixFileMode(_plugins.PathOf(path), File.GetUnixFileMode(_plugins.PathOf(path)) | UnixFileMode.OtherWrite);
        Assert.Equal("everybody can write to its folder or to an assembly", Assert.Single(_plugins.Load().Plugins).Problem);
    }

    private PluginReport LoadOne(byte[] assembly)
    {
        PluginReport report = Assert.Single(_plugins.WithFile(assembly, "One", "One.dll").Load().Plugins);
        Assert.Equal("One", report.Folder);
        Assert.True(report.Status is PluginStatus.LoadError or PluginStatus.Incompatible);
        return report;
    }
}
