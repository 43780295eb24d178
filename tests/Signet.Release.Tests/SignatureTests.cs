using System.Text.RegularExpressions;
using Signet.Testing;

namespace Signet.Release.Tests;

/// <summary>What the page on releases says about keys and checking is done as it says; what the script signs is what is checked.</summary>
public sealed partial class SignatureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signet-release-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Release_CheckedAsThePageSays_Holds()
    {
        await SignAsync();
        var verified = await DoAsync("openssl pkeyutl -verify ");
        Assert.True(verified.ExitCode == 0, verified.Output);
        Assert.Contains("Signature Verified Successfully", verified.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await DoAsync("sha256sum --check ")).ExitCode);
    }

    [Fact]
    public async Task Release_FileChanged_DoesNotHold()
    {
        await SignAsync();
        await WriteAsync("signet.nupkg", "something else");
        Assert.NotEqual(0, (await DoAsync("sha256sum --check ")).ExitCode);
    }

    [Fact]
    public async Task Release_SumsChanged_DoNotHold()
    {
        await SignAsync();
        await File.AppendAllTextAsync(PathOf("SHA256SUMS"), " ", TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await DoAsync("openssl pkeyutl -verify ")).ExitCode);
    }

    [Fact]
    public async Task Release_WithoutAKey_IsNotMade()
    {
        var (exitCode, output) = await Script.ReleaseAsync(_folder.FullName, "0.1.0", PathOf("out"));
        Assert.Equal(1, exitCode);
        Assert.Contains("a release is signed", output, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Release_WithAKeyOfAnotherKind_IsNotMade()
    {
        Assert.Equal(0, (await Script.ShellAsync(_folder.FullName, "openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out other.pem 2>&1")).ExitCode);
        var (exitCode, output) = await Script.ReleaseAsync(_folder.FullName, "0.1.0", PathOf("out"), "--key", PathOf("other.pem"));
        Assert.Equal(1, exitCode);
        Assert.Contains("no Ed25519 key", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("v1.0.0")]
    [InlineData("1.0.0;rm")]
    public async Task Release_OfNoVersion_IsNotMade(string version) =>
        Assert.Equal(1, (await Script.ReleaseAsync(_folder.FullName, version, PathOf("out"), "--unsigned")).ExitCode);

    [Fact]
    public async Task Release_IntoAFolderWithFiles_IsNotMade()
    {
        await WriteAsync("theirs", "");
        var (exitCode, output) = await Script.ReleaseAsync(_folder.FullName, "0.1.0", _folder.FullName, "--unsigned");
        Assert.Equal(1, exitCode);
        Assert.Contains("not empty", output, StringComparison.Ordinal);
    }

    /// <summary>A key as the page says, and files signed as the script does.</summary>
    private async Task SignAsync()
    {
        Assert.Equal(0, (await DoAsync("openssl genpkey ")).ExitCode);
        Assert.Equal(0, (await DoAsync("openssl pkey ")).ExitCode);
        await WriteAsync("signet.nupkg", "a package");
        var signs = Signing().Match(await File.ReadAllTextAsync(Repository.PathOf("eng", "release"), TestContext.Current.CancellationToken));
        var (exitCode, output) = await Script.ShellAsync(_folder.FullName, $"sha256sum signet.nupkg > SHA256SUMS; key=release-key.pem; {signs.Value}");
        Assert.True(exitCode == 0, output);
    }

    /// <summary>Does what the page's line says that begins so.</summary>
    private async Task<(int ExitCode, string Output)> DoAsync(string beginning)
    {
        var page = await File.ReadAllLinesAsync(Repository.PathOf("docs", "releases.md"), TestContext.Current.CancellationToken);
        return await Script.ShellAsync(_folder.FullName, page.First(line => line.StartsWith("    " + beginning, StringComparison.Ordinal)));
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(PathOf(name), text, TestContext.Current.CancellationToken);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    [GeneratedRegex("openssl pkeyutl -sign .*")]
    private static partial Regex Signing();
}
