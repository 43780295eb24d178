using Signet.Extensions.Secrets;
using Signet.Testing.Storage;

namespace Signet.Extensions.Tests.Secrets;

public sealed class SecretDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_OneLine_IsTheSecret()
    {
        Write("token", " t0k3n\r\n");
        SecretDirectory sut = new(_directory.Path);
        Assert.True(sut.Has("token"));
        Assert.Equal("t0k3n", sut.Read("token"));
    }

    [Fact]
    public void Read_Link_IsFollowed()
    {
        Write("..data", "t0k3n");
        File.CreateSymbolicLink(_directory.File("token"), _directory.File("..data"));
        Assert.Equal("t0k3n", new SecretDirectory(_directory.Path).Read("token"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("é")]
    public void Read_NoLineOfVisibleAscii_Throws(string content)
    {
        Write("token", content);
        var exception = Assert.Throws<IOException>(() => new SecretDirectory(_directory.Path).Read("token"));
        Assert.Equal("The secret is not one line of visible ASCII.", exception.Message);
    }

    [Fact]
    public void Read_TooLong_Throws()
    {
        Write("token", new string('x', 8_193));
        Assert.Throws<IOException>(() => new SecretDirectory(_directory.Path).Read("token"));
        Write("token", new string('x', 8_192));
        Assert.Equal(8_192, new SecretDirectory(_directory.Path).Read("token").Length);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("../token")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void Has_AnythingButAFileOfTheDirectory_IsFalse(string name)
    {
        Write("token", "t0k3n");
        SecretDirectory sut = new(_directory.Path);
        Assert.False(sut.Has(name));
        Assert.Throws<FileNotFoundException>(() => sut.Read(name));
        Assert.False(new SecretDirectory(null).Has("token"));
    }

    [Fact]
    public void Read_ReadableByEverybody_Throws()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes there.");
        Write("token", "t0k3n");
        File.SetUnixFileMode(_directory.File("token"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<IOException>(() => new SecretDirectory(_directory.Path).Read("token"));
    }

    private void Write(string name, string content)
    {
        File.WriteAllText(_directory.File(name), content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_directory.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
