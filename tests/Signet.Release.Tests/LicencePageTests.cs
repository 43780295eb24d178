using Signet.Release.Licences;
using Signet.Testing;

namespace Signet.Release.Tests;

public sealed class LicencePageTests
{
    /// <summary>SIGNET_WRITE_DOCS=1 writes the page anew.</summary>
    [Fact]
    public async Task Write_OfThisRepository_IsThePublishedPage()
    {
        var page = Repository.PathOf("docs", "licences.md");
        var written = LicencePage.Write(Repository.PathOf(), Restored.Packages);
        if (Environment.GetEnvironmentVariable("SIGNET_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(page, written, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), written);
    }
}
