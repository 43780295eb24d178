using Signet.Hosting.Keys;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Hosting.Tests.Keys;

public sealed class ApiKeyFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string FilePath => _directory.File("key");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("sk-1", "sk-1")]
    [InlineData("sk-1\n", "sk-1")]
    [InlineData(" \tsk-1 \r\n\n", "sk-1")]
    public void Read_OneLine_IsTheKey(string text, string key) => Assert.Equal(key, ApiKeyFile.Read(Write(text))!.Value.Key);

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("hunter2 hunter3")]
    [InlineData("hunter2\nhunter3")]
    [InlineData("hunter2\0")]
    [InlineData("h\u00fcnter2")]
    public void Read_AnythingElse_ThrowsWithoutRepeatingIt(string text)
    {
        var fault = Assert.Throws<KeyFileException>(() => ApiKeyFile.Read(Write(text)));

        Assert.DoesNotContain("unter", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Length_IsAtMost8192()
    {
        Assert.Equal(8_192, ApiKeyFile.Read(Write(new string('k', 8_192) + "\n"))!.Value.Key.Length);
        Assert.Throws<KeyFileException>(() => ApiKeyFile.Read(Write(new string('k', 8_193))));
        Assert.Throws<KeyFileException>(() => ApiKeyFile.Read(Write(new string('k', 1 << 20))));
    }

    [Fact]
    public void Read_KnownStamp_IsNullUntilTheFileChanges()
    {
        var first = ApiKeyFile.Read(Write("sk-1"))!.Value;
        Assert.Null(ApiKeyFile.Read(FilePath, first.Stamp));

        Write("sk-22");

        Assert.Equal("sk-22", ApiKeyFile.Read(FilePath, first.Stamp)!.Value.Key);
    }

    [Fact]
    public void Read_LinkThatIsTurned_SeesTheOtherFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");

        // As the kubelet swaps a mounted secret: the file's own link stays, the directory's is turned.
        foreach (var (directory, key) in new[] { ("v1", "sk-1"), ("v2", "sk-22") })
        {
            Directory.CreateDirectory(_directory.File(directory));
            Write(key, _directory.File(directory, "key"));
        }

        Directory.CreateSymbolicLink(_directory.File("..data"), "v1");
        File.CreateSymbolicLink(FilePath, Path.Combine("..data", "key"));
        var first = ApiKeyFile.Read(FilePath)!.Value;
        Directory.Delete(_directory.File("..data"));
        Directory.CreateSymbolicLink(_directory.File("..data"), "v2");

        Assert.Equal(("sk-1", "sk-22"), (first.Key, ApiKeyFile.Read(FilePath, first.Stamp)!.Value.Key));
    }

    [Fact]
    public void Read_WhatIsNoFileOfTheOwners_Throws()
    {
        Assert.Throws<KeyFileException>(() => ApiKeyFile.Read(FilePath));
        Assert.Throws<KeyFileException>(() => ApiKeyFile.Read(_directory.Path));
        Write("sk-1");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("open to others", Assert.Throws<KeyFileException>(() => ApiKeyFile.Read(FilePath)).Message, StringComparison.Ordinal);
        }
    }

    private string Write(string text, string? path = null)
    {
        File.WriteAllText(path ?? FilePath, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path ?? FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path ?? FilePath;
    }
}
