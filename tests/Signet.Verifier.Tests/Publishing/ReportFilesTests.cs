using Signet.Storage;
using Signet.Testing.Storage;
using Signet.Verifier.Publishing;

namespace Signet.Verifier.Tests.Publishing;

public sealed class ReportFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Publish_EachFileAskedFor_IsWhole()
    {
        var files = new ReportFilesOptions
        {
            Text = _directory.File("text"),
            Json = _directory.File("json"),
            Sarif = _directory.File("sarif"),
            Prometheus = _directory.File("verification.prom"),
        };
        await new ReportFiles(files).PublishAsync(Outcome(), Token);
        await new ReportFiles(files).PublishAsync(Outcome(), Token);
        Assert.Equal(VerificationOutput.Text(Outcome()) + "\n", await File.ReadAllTextAsync(files.Text, Token));
        Assert.Equal(VerificationOutput.Json(Outcome()) + "\n", await File.ReadAllTextAsync(files.Json, Token));
        Assert.Equal(VerificationOutput.Sarif(Outcome()) + "\n", await File.ReadAllTextAsync(files.Sarif, Token));
        Assert.Equal(VerificationOutput.Prometheus(Outcome(), null), await File.ReadAllTextAsync(files.Prometheus, Token));
        Assert.Equal(4, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public async Task Publish_NoneAskedFor_WritesNothing()
    {
        await new ReportFiles(new ReportFilesOptions()).PublishAsync(Outcome(), Token);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task Publish_DirectoryGone_Throws() => await Assert.ThrowsAnyAsync<IOException>(() =>
        new ReportFiles(new ReportFilesOptions { Json = _directory.File("gone/json") }).PublishAsync(Outcome(), Token).AsTask());

    private static VerificationOutcome Outcome() => new()
    {
        LogId = "a-log",
        Report = null,
        Fault = "away",
        StartedAt = TestLog.Start,
        Took = TimeSpan.FromSeconds(1),
        Octets = 0,
        Protection = StoreProtection.NotWriteProtected,
    };
}
