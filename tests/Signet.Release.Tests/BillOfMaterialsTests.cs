using System.Text.Json.Nodes;
using Signet.Release.Bills;
using Signet.Release.Packages;
using Signet.Release.Tests.CycloneDx;
using Signet.Testing;

namespace Signet.Release.Tests;

public sealed class BillOfMaterialsTests : IDisposable
{
    private const string Mit = """<license type="expression">MIT</license>""";

    private static readonly ReleaseFacts Facts = new("1.0.0", "c0ffee", "10.0.401", DateTimeOffset.UnixEpoch);

    private readonly FakePackages _packages = new();

    public void Dispose() => _packages.Dispose();

    [Fact]
    public void Write_OnePackage_NamesItsDigestItsLicenceAndWhoAsksForIt()
    {
        _packages.Add(Mit);
        var bill = JsonNode.Parse(Write("aGFzaA=="))!;
        Assert.Equal(("CycloneDX", "1.6"), ((string?)bill["bomFormat"], (string?)bill["specVersion"]));
        var component = Assert.Single(bill["components"]!.AsArray())!;
        Assert.Equal("pkg:nuget/Some.Package@1.2.3", (string?)component["purl"]);
        Assert.Equal(FakePackages.Digest, (string?)component["hashes"]![0]!["content"]);
        Assert.Equal("MIT", (string?)component["licenses"]![0]!["license"]!["id"]);
        Assert.Equal(
            [("pkg:nuget/signet@1.0.0", "pkg:nuget/Some.Package@1.2.3")],
            from entry in bill["dependencies"]!.AsArray()
            from other in entry!["dependsOn"]!.AsArray()
            select ((string?)entry["ref"], (string?)other));
    }

    [Fact]
    public void Write_OnePackage_MeetsTheSchemaOfCycloneDx()
    {
        _packages.Add(Mit);
        Assert.Empty(CycloneDxSchema.FaultsOf(Write("aGFzaA==")));
    }

    [Fact]
    public void Write_WhatTheseTestsAreMadeOf_MeetsTheSchemaOfCycloneDx()
    {
        var executable = DependencyFile.Read(Path.Combine(AppContext.BaseDirectory, "Signet.Release.Tests.deps.json"));
        var locked = LockFile.Read(Repository.PathOf("tests", "Signet.Release.Tests", "packages.lock.json"));
        var bill = BillOfMaterials.Write(Facts, [executable], locked, Restored.Packages);
        Assert.Empty(CycloneDxSchema.FaultsOf(bill));
        Assert.True(JsonNode.Parse(bill)!["components"]!.AsArray().Count > 5);
    }

    [Theory]
    [InlineData("specVersion", 7)]
    [InlineData("bomFormat", "other")]
    [InlineData("components", 7)]
    public void Schema_ABillThatIsNone_IsRefused(string member, object value)
    {
        _packages.Add(Mit);
        var bill = JsonNode.Parse(Write("aGFzaA=="))!;
        bill[member] = JsonValue.Create(value);
        Assert.NotEmpty(CycloneDxSchema.FaultsOf(bill.ToJsonString()));
    }

    [Fact]
    public void Schema_ALicenceThatSpdxDoesNotKnow_IsRefused()
    {
        _packages.Add(Mit);
        Assert.NotEmpty(CycloneDxSchema.FaultsOf(Write("aGFzaA==").Replace("\"id\": \"MIT\"", "\"id\": \"NONE-OF-THEM\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Write_Twice_GivesTheSameOctets()
    {
        _packages.Add(Mit);
        Assert.Equal(Write("aGFzaA=="), Write("aGFzaA=="));
    }

    [Fact]
    public void Write_PackageWithAnotherContentThanLocked_StopsTheRelease()
    {
        _packages.Add(Mit);
        Assert.Throws<ReleaseException>(() => Write("b3RoZXI="));
    }

    [Fact]
    public void Write_PackageThatWasFetchedWithAnotherContent_StopsTheRelease()
    {
        _packages.Add(Mit, "b3RoZXI=");
        Assert.Throws<ReleaseException>(() => Write("aGFzaA=="));
    }

    [Fact]
    public void Write_PackageThatNoLockFileNames_StopsTheRelease()
    {
        _packages.Add(Mit);
        Assert.Throws<ReleaseException>(() => BillOfMaterials.Write(
            Facts, [DependencyFile.Read(Executable())], new Dictionary<PackageId, string>(), _packages.Folder));
    }

    private string Write(string lockedHash)
    {
        var locked = _packages.Write("packages.lock.json", $$$$"""
            {"version":2,"dependencies":{"net10.0":{
              "Some.Package":{"type":"Direct","requested":"[1.2.3, )","resolved":"1.2.3","contentHash":"{{{{lockedHash}}}}"},
              "signet.policy":{"type":"Project"} } } }
            """);
        return BillOfMaterials.Write(Facts, [DependencyFile.Read(Executable())], LockFile.Read(locked), _packages.Folder);
    }

    private string Executable() => _packages.Write("signet.deps.json", """
        {"runtimeTarget":{"name":".NETCoreApp,Version=v10.0"},
         "targets":{".NETCoreApp,Version=v10.0":{
           "signet/1.0.0":{"dependencies":{"Some.Package":"1.2.3","Signet.Policy":"1.0.0"}},
           "Signet.Policy/1.0.0":{},
           "Some.Package/1.2.3":{}}},
         "libraries":{
           "signet/1.0.0":{"type":"project","serviceable":false,"sha512":""},
           "Signet.Policy/1.0.0":{"type":"project","serviceable":false,"sha512":""},
           "Some.Package/1.2.3":{"type":"package","serviceable":true,"sha512":"sha512-aGFzaA=="}}}
        """);
}
