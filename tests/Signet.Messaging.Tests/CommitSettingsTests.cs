using Xunit;

namespace Signet.Messaging.Tests;

public sealed class CommitSettingsTests
{
    private static readonly HttpCommitTransportOptions Auditor = new() { BaseAddress = new Uri("http://127.0.0.1:1") };

    [Fact]
    public void CreateTransport_ByLevel_IsOfThatLevel()
    {
        var chain = new CommitSettings().CreateTransport(Auditor, null, null, TimeProvider.System);
        var broker = new CommitSettings { Level = AcknowledgementLevel.Broker }.CreateTransport(Auditor, "", "50002", TimeProvider.System);
        using (Assert.IsType<HttpCommitTransport>(chain))
        using (Assert.IsType<DaprCommitTransport>(broker))
        {
            Assert.Equal((AcknowledgementLevel.Chain, AcknowledgementLevel.Broker), (chain.Level, broker.Level));
        }
    }

    [Fact]
    public void CreateTransport_LevelWithoutATransport_IsRefused() => Assert.Throws<InvalidOperationException>(
        () => new CommitSettings { Level = (AcknowledgementLevel)9 }.CreateTransport(Auditor, null, null, TimeProvider.System));

    [Theory]
    [InlineData("", 8L << 20, "01:00:00", AcknowledgementLevel.Chain, "Path")]
    [InlineData("x", (8L << 20) - 1, "01:00:00", AcknowledgementLevel.Chain, "MaxBytes")]
    [InlineData("x", (64L << 30) + 1, "01:00:00", AcknowledgementLevel.Chain, "MaxBytes")]
    [InlineData("x", 8L << 20, "00:00:59", AcknowledgementLevel.Chain, "MaxAge")]
    [InlineData("x", 8L << 20, "6.00:00:01", AcknowledgementLevel.Chain, "MaxAge")]
    [InlineData("x", 8L << 20, "01:00:00", AcknowledgementLevel.Spool, "Through")]
    public void CreateTransport_SpoolOutOfItsRange_IsRefusedByName(string path, long bytes, string age, AcknowledgementLevel through, string name)
    {
        var sut = new CommitSettings { Level = AcknowledgementLevel.Spool };
        (sut.Spool.Path, sut.Spool.MaxBytes, sut.Spool.Through) = (path, bytes, through);
        sut.Spool.MaxAge = TimeSpan.Parse(age, System.Globalization.CultureInfo.InvariantCulture);
        var exception = Assert.Throws<ArgumentException>(() => sut.CreateTransport(Auditor, null, null, TimeProvider.System));
        Assert.Contains($"Commits:Spool:{name} ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no address", null)]
    [InlineData("ftp://127.0.0.1", null)]
    [InlineData("http://127.0.0.1/path", null)]
    [InlineData(null, "0")]
    [InlineData(null, "x")]
    public void CreateTransport_SidecarNowhere_IsRefused(string? endpoint, string? port) => Assert.Throws<ArgumentException>(
        () => new CommitSettings { Level = AcknowledgementLevel.Broker }.CreateTransport(Auditor, endpoint, port, TimeProvider.System));

    [Fact]
    public void CreateTransport_TokenFile_IsReadAndChecked()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "two words\n");
            var sut = new CommitSettings { Level = AcknowledgementLevel.Broker, TokenPath = path };
            var exception = Assert.Throws<ArgumentException>(() => sut.CreateTransport(Auditor, null, null, TimeProvider.System));
            Assert.DoesNotContain("two words", exception.Message, StringComparison.Ordinal);

            File.WriteAllText(path, "token\n");
            ((IDisposable)sut.CreateTransport(Auditor, null, null, TimeProvider.System)).Dispose();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ToOptions_OfAnAuditor_NeedATokenUnlessASidecarInvokesIt()
    {
        var address = new Uri("http://127.0.0.1:3500");
        Assert.Throws<InvalidOperationException>(() => new AuditorClientSettings { BaseAddress = address }.ToOptions());
        Assert.Throws<InvalidOperationException>(() => new AuditorClientSettings { AppId = "auditor" }.ToOptions());
        var options = new AuditorClientSettings { BaseAddress = address, AppId = "auditor" }.ToOptions();
        Assert.Equal(("auditor", null), (options.AppId, options.ApiToken));
    }
}
