using Signet.Cli.AllInOne;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.AllInOne;

public sealed class DataTrustTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _roots = new();

    public DataTrustTests() => DataDirectory.Open(_directory.Path).Dispose();

    public void Dispose()
    {
        _directory.Dispose();
        _roots.Dispose();
    }

    [Fact]
    public void Load_DataDirectory_KnowsTheKeys()
    {
        var trust = DataTrust.Load(_directory.Path);
        Assert.Equal(DataDirectory.ReadLogId(_directory.Path), trust.LogId);
        Assert.Equal(trust.LogId, trust.CheckpointKey!.Name);
        Assert.Equal([DataDirectory.ChainKeyId], trust.RootSecrets.Keys);
        Assert.NotNull(trust.CheckAnchor);
    }

    [Fact]
    public void Load_WritesNothing()
    {
        var before = Directory.GetFileSystemEntries(_directory.Path, "*", SearchOption.AllDirectories).Order().ToList();
        DataTrust.Load(_directory.Path);
        Assert.Equal(before, Directory.GetFileSystemEntries(_directory.Path, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public void Load_MissingKey_IsAUserError()
    {
        File.Delete(DataDirectory.CheckpointKeyPath(_directory.Path));
        Assert.Throws<UserErrorException>(() => DataTrust.Load(_directory.Path));
        Assert.False(File.Exists(DataDirectory.CheckpointKeyPath(_directory.Path)));
    }

    [Fact]
    public void Load_DamagedRoots_IsAUserError()
    {
        Directory.CreateDirectory(_directory.File("keys", "tsa"));
        File.WriteAllText(_directory.File("keys", "tsa", "tsa.example.pem"), "nothing");
        Assert.Throws<UserErrorException>(() => DataTrust.Load(_directory.Path));
    }

    [Fact]
    public void Pin_Roots_AreKeptBesideTheKeys()
    {
        var pem = Roots("one");
        var first = DataTrust.Pin(_directory.Path, "tsa.example", pem);
        Assert.Equal(File.ReadAllText(pem), File.ReadAllText(_directory.File("keys", "tsa", "tsa.example.pem")));
        Assert.True(first.RootsSha256.Span.SequenceEqual(DataTrust.Pin(_directory.Path, "tsa.example", pem).RootsSha256.Span));
    }

    [Fact]
    public void Pin_OtherRootsUnderTheName_IsAUserError()
    {
        DataTrust.Pin(_directory.Path, "tsa.example", Roots("one"));
        var before = File.ReadAllText(_directory.File("keys", "tsa", "tsa.example.pem"));
        Assert.Throws<UserErrorException>(() => DataTrust.Pin(_directory.Path, "tsa.example", Roots("two")));
        Assert.Equal(before, File.ReadAllText(_directory.File("keys", "tsa", "tsa.example.pem")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Pin_NoRoots_IsAUserError(string pem)
    {
        File.WriteAllText(_roots.File("bad.pem"), pem);
        Assert.Throws<UserErrorException>(() => DataTrust.Pin(_directory.Path, "tsa.example", _roots.File("bad.pem")));
        Assert.False(File.Exists(_directory.File("keys", "tsa", "tsa.example.pem")));
    }

    [Theory]
    [InlineData("missing.pem", "tsa.example")]
    [InlineData("good.pem", "../escape")]
    public void Pin_WhatCantBe_IsAUserError(string file, string name)
    {
        using var tsa = DevelopmentTsa.LoadOrCreate(_roots.File("good"), TimeProvider.System);
        File.Copy(_roots.File("good", "development-tsa-root.pem"), _roots.File("good.pem"));
        Assert.Throws<UserErrorException>(() => DataTrust.Pin(_directory.Path, name, _roots.File(file)));
    }

    private string Roots(string name)
    {
        DevelopmentTsa.LoadOrCreate(_roots.File(name), TimeProvider.System).Dispose();
        return _roots.File(name, "development-tsa-root.pem");
    }
}
