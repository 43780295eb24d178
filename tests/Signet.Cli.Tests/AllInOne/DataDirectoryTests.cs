using Signet.Cli.AllInOne;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.AllInOne;

public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_MissingDirectory_MakesIt()
    {
        using var data = DataDirectory.Open(_directory.File("a", "b"));
        Assert.StartsWith("local-", data.LogId, StringComparison.Ordinal);
        Assert.Equal((32, 32), (data.ChainRootSecret.Length, data.CheckpointSeed.Length));
        Assert.True(File.Exists(data.PolicyPath));
        Assert.Equal(data.LogId, DataDirectory.ReadLogId(data.Root));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(data.Root));
    }

    [Fact]
    public void Open_Keys_AreTheOwnersAlone()
    {
        using var data = DataDirectory.Open(_directory.Path);
        using var tsa = DevelopmentTsa.LoadOrCreate(data.KeysRoot, TimeProvider.System);
        foreach (var path in new[]
        {
            DataDirectory.ChainKeyPath(data.Root), DataDirectory.CheckpointKeyPath(data.Root), Path.Combine(data.KeysRoot, "development-tsa.pem"),
        })
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
        }

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(data.KeysRoot));
    }

    [Fact]
    public void Open_Again_IsTheSameLogWithTheSameKeys()
    {
        byte[] root, seed;
        string logId;
        using (var first = DataDirectory.Open(_directory.Path))
        {
            (root, seed, logId) = ([.. first.ChainRootSecret], [.. first.CheckpointSeed], first.LogId);
            File.WriteAllText(first.PolicyPath, "mine");
        }

        using var second = DataDirectory.Open(_directory.Path);
        Assert.Equal((logId, "mine"), (second.LogId, File.ReadAllText(second.PolicyPath)));
        Assert.Equal(root, second.ChainRootSecret);
        Assert.Equal(seed, second.CheckpointSeed);
    }

    [Fact]
    public void Open_TwoDirectories_ShareNothing()
    {
        using var first = DataDirectory.Open(_directory.File("a"));
        using var second = DataDirectory.Open(_directory.File("b"));
        Assert.NotEqual(first.LogId, second.LogId);
        Assert.NotEqual(first.ChainRootSecret, second.ChainRootSecret);
        Assert.NotEqual(first.CheckpointSeed, second.CheckpointSeed);
        Assert.NotEqual(first.ChainRootSecret, first.CheckpointSeed);
    }

    [Fact]
    public void Open_ForeignDirectory_IsLeftAsItIs()
    {
        File.WriteAllText(_directory.File("thesis.txt"), "mine");
        Assert.Contains("not empty", AssertRefused(_directory.Path), StringComparison.Ordinal);
        Assert.Equal([_directory.File("thesis.txt")], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Open_HeldDirectory_IsRefusedUntilItIsReleased()
    {
        using (DataDirectory.Open(_directory.Path))
        {
            Assert.Contains("in use", AssertRefused(_directory.Path), StringComparison.Ordinal);
        }

        using var again = DataDirectory.Open(_directory.Path);
    }

    [Theory]
    [InlineData("/proc/signet/data")]
    [InlineData("/dev/null/data")]
    [InlineData("")]
    public void Open_WhatCantBeWritten_IsRefused(string path) => AssertRefused(path);

    [Fact]
    public void Open_AFile_IsRefused()
    {
        File.WriteAllText(_directory.File("file"), "mine");
        AssertRefused(_directory.File("file"));
        AssertRefused(_directory.File("file", "below"));
        Assert.Equal("mine", File.ReadAllText(_directory.File("file")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"format\":\"signet-data/1\"}")]
    [InlineData("{\"format\":\"signet-data/1\",\"log_id\":7}")]
    [InlineData("{\"format\":\"signet-data/1\",\"log_id\":\"../../etc\"}")]
    [InlineData("{\"format\":\"signet-data/2\",\"log_id\":\"local-1\"}")]
    public void Open_DamagedMarker_IsRefusedAndKept(string marker)
    {
        File.WriteAllText(_directory.File("signet.json"), marker);
        AssertRefused(_directory.Path);
        Assert.Equal(marker, File.ReadAllText(_directory.File("signet.json")));
        Assert.False(Directory.Exists(_directory.File("keys")));
        using var free = new FileStream(_directory.File("lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void Open_LeftoversOfACrashBeforeTheMarker_CountAsEmpty()
    {
        File.WriteAllText(_directory.File("lock"), "");
        File.WriteAllText(_directory.File("signet.json.tmp"), "{\"form");
        using var data = DataDirectory.Open(_directory.Path);
        Assert.False(File.Exists(_directory.File("signet.json.tmp")));
    }

    [Fact]
    public void Open_LeftoversOfACrashAfterTheMarker_AreCompleted()
    {
        string logId;
        using (var first = DataDirectory.Open(_directory.Path))
        {
            logId = first.LogId;
        }

        Directory.Delete(_directory.File("keys"), recursive: true);
        Directory.Delete(_directory.File("verifier"), recursive: true);
        File.Delete(_directory.File("policy.yaml"));
        using var data = DataDirectory.Open(_directory.Path);
        Assert.Equal(logId, data.LogId);
        Assert.True(File.Exists(data.PolicyPath));
    }

    [Fact]
    public void Open_KeysLostButNotTheLog_IsRefused()
    {
        using (var first = DataDirectory.Open(_directory.Path))
        {
            Directory.CreateDirectory(Path.Combine(first.StoreRoot, "log", first.LogId, "seg"));
            File.WriteAllText(Path.Combine(first.StoreRoot, "log", first.LogId, "seg", "00000000000000000000.ndjson"), "x");
        }

        File.Delete(DataDirectory.ChainKeyPath(_directory.Path));
        AssertRefused(_directory.Path);
        Assert.False(File.Exists(DataDirectory.ChainKeyPath(_directory.Path)));
    }

    [Theory]
    [InlineData("chain-root.key", "")]
    [InlineData("chain-root.key", "00ff")]
    [InlineData("checkpoint.key", "not hex")]
    public void Open_DamagedKey_IsRefusedAndKept(string name, string content)
    {
        DataDirectory.Open(_directory.Path).Dispose();
        var path = _directory.File("keys", name);
        File.WriteAllText(path, content);
        AssertRefused(_directory.Path);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void Open_KeyThatOthersCanRead_IsRefused()
    {
        DataDirectory.Open(_directory.Path).Dispose();
        File.SetUnixFileMode(DataDirectory.ChainKeyPath(_directory.Path), OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.Contains("0600", AssertRefused(_directory.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_OverwritesTheSecrets()
    {
        var data = DataDirectory.Open(_directory.Path);
        data.Dispose();
        Assert.All(data.ChainRootSecret.Concat(data.CheckpointSeed), octet => Assert.Equal(0, octet));
    }

    private static string AssertRefused(string path)
    {
        var message = Assert.Throws<UserErrorException>(() => DataDirectory.Open(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
