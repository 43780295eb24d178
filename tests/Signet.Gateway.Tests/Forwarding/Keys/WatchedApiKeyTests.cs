using Signet.Gateway.Forwarding.Keys;
using Signet.Hosting.Keys;
using Signet.Testing.Storage;

namespace Signet.Gateway.Tests.Forwarding.Keys;

public sealed class WatchedApiKeyTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();

    private string FilePath => _directory.File("key");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Get_ChangedFile_GivesTheNewKeyAfterASecond()
    {
        Write("first-key");
        var key = new WatchedApiKey(FilePath, Grace, _time);
        Assert.Equal("first-key", await GetAsync(key));

        Write("second-key!");
        Assert.Equal("first-key", await GetAsync(key));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("second-key!", await GetAsync(key));
    }

    [Fact]
    public async Task Get_FileThatIsGone_KeepsTheKeyForItsGraceAndThenNone()
    {
        Write("first-key");
        var key = new WatchedApiKey(FilePath, Grace, _time);
        File.Delete(FilePath);

        _time.Advance(Grace - TimeSpan.FromSeconds(1));
        Assert.Equal("first-key", await GetAsync(key));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await GetAsync(key));

        Write("third-key");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("third-key", await GetAsync(key));
    }

    [Fact]
    public async Task Get_FileThatBecameOpenToOthers_IsNotReadAgain()
    {
        Write("first-key");
        var key = new WatchedApiKey(FilePath, TimeSpan.Zero, _time);
        Write("second-key!");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(OperatingSystem.IsWindows() ? "second-key!" : null, await GetAsync(key));
    }

    [Fact]
    public void Create_NoFile_Throws() => Assert.Throws<KeyFileException>(() => new WatchedApiKey(FilePath, Grace, _time));

    private static ValueTask<string?> GetAsync(WatchedApiKey key) => key.GetAsync(TestContext.Current.CancellationToken);

    private void Write(string key)
    {
        File.WriteAllText(FilePath, key + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
