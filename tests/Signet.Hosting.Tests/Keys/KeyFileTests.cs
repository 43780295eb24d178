using Signet.Hosting.Keys;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Hosting.Tests.Keys;

public sealed class KeyFileTests : IDisposable
{
    private const int Length = 32;
    private readonly TemporaryDirectory _directory = new();

    private string KeyPath => _directory.File("keys", "chain.key");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void LoadOrCreate_NoFile_CreatesItForTheOwnerAlone()
    {
        byte[] secret = KeyFile.LoadOrCreateSecret(KeyPath, Length);

        Assert.Equal(Length, secret.Length);
        Assert.Contains(secret, octet => octet != 0);
        Assert.Equal(Convert.ToHexStringLower(secret) + "\n", File.ReadAllText(KeyPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory.File("keys")));
        Assert.Equal([KeyPath], Directory.GetFiles(_directory.File("keys")));
    }

    [Fact]
    public void LoadOrCreate_Again_ReturnsTheSameSecret() =>
        Assert.Equal(KeyFile.LoadOrCreateSecret(KeyPath, Length), KeyFile.LoadOrCreateSecret(KeyPath, Length));

    [Fact]
    public async Task LoadOrCreate_Racing_AllReturnOneSecret()
    {
        byte[][] secrets = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => KeyFile.LoadOrCreateSecret(KeyPath, Length))));

        Assert.Single(secrets.Select(Convert.ToHexStringLower).Distinct());
        Assert.Single(Directory.GetFiles(_directory.File("keys")));
    }

    [Fact]
    public void TryCreate_FileExists_LeavesItAlone()
    {
        byte[] first = KeyFile.LoadOrCreateSecret(KeyPath, Length);

        Assert.False(KeyFile.TryCreateSecret(KeyPath, new byte[Length]));

        Assert.Equal(first, KeyFile.LoadSecret(KeyPath, Length, Length));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void Load_OpenToOthers_Throws(UnixFileMode extra)
    {
        KeyFile.LoadOrCreateSecret(KeyPath, Length);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        Assert.Throws<KeyFileException>(() => KeyFile.LoadSecret(KeyPath, Length, Length));
        Assert.Throws<KeyFileException>(() => KeyFile.LoadOrCreateSecret(KeyPath, Length));
    }

    [Fact]
    public void Load_SymbolicLink_IsRefusedUnlessMounted()
    {
        byte[] secret = KeyFile.LoadOrCreateSecret(KeyPath, Length);
        string link = _directory.File("link");
        File.CreateSymbolicLink(link, KeyPath);

        Assert.Throws<KeyFileException>(() => KeyFile.LoadSecret(link, Length, Length));
        Assert.Throws<KeyFileException>(() => KeyFile.LoadOrCreateSecret(link, Length));
        Assert.Equal(secret, KeyFile.LoadSecret(link, Length, Length, KeyFileOrigin.MountedSecret));
    }

    [Fact]
    public void LoadOrCreate_DanglingLink_CreatesNothing()
    {
        string link = _directory.File("link");
        File.CreateSymbolicLink(link, _directory.File("target"));

        Assert.Throws<KeyFileException>(() => KeyFile.LoadOrCreateSecret(link, Length));

        Assert.False(File.Exists(_directory.File("target")));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, true)]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherRead, false)]
    public void Load_MountedSecret_GroupMayReadAndNoMore(UnixFileMode extra, bool accepted)
    {
        byte[] secret = KeyFile.LoadOrCreateSecret(KeyPath, Length);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | extra);

        byte[] Load() => KeyFile.LoadSecret(KeyPath, Length, Length, KeyFileOrigin.MountedSecret);

        if (accepted)
        {
            Assert.Equal(secret, Load());
        }
        else
        {
            Assert.Throws<KeyFileException>(Load);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("00112233445566778899aabbccddeeff")]
    [InlineData("00112233445566778899AABBCCDDEEFF\n")]
    [InlineData("00112233445566778899aabbccddeef\n")]
    [InlineData("00112233445566778899aabbccddeeff\n\n")]
    [InlineData("00112233445566778899aabbccddeeff\r\n")]
    [InlineData("00112233445566778899aabbccddeeff00\n")]
    [InlineData("0011223344556677\n")]
    [InlineData("0011223344556677 899aabbccddeefg\n")]
    public void Load_Malformed_ThrowsWithoutItsContent(string content)
    {
        KeyFile.LoadOrCreateSecret(KeyPath, Length);
        File.WriteAllText(KeyPath, content);

        var exception = Assert.Throws<KeyFileException>(() => KeyFile.LoadSecret(KeyPath, 16, 16));

        Assert.DoesNotContain("00112233", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DirectoryOrMissing_Throws()
    {
        Directory.CreateDirectory(KeyPath);

        Assert.Throws<KeyFileException>(() => KeyFile.LoadSecret(KeyPath, Length, Length));
        Assert.Throws<KeyFileException>(() => KeyFile.LoadSecret(_directory.File("missing"), Length, Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(4097)]
    public void LoadOrCreate_LengthOutOfRange_Throws(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KeyFile.LoadOrCreateSecret(KeyPath, length));
}
