using Microsoft.Extensions.Time.Testing;
using Signet.Cli.Output;
using Signet.Verifier;

namespace Signet.Cli.Tests.Output;

public sealed class ProgressLineTests : IDisposable
{
    private readonly StringWriter _terminal = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Report_ShortVerification_SaysNothing()
    {
        var sut = new ProgressLine(new TerminalLine(_terminal, _time));
        sut.Report(new VerificationProgress(1, 2, 3));
        await sut.DisposeAsync();
        Assert.Equal("", _terminal.ToString());
    }

    [Fact]
    public async Task Report_LongVerification_SaysHowFarItIsAndIsGoneAtTheEnd()
    {
        var sut = new ProgressLine(new TerminalLine(_terminal, _time));
        _time.Advance(TimeSpan.FromSeconds(2));
        sut.Report(new VerificationProgress(41, 42, 10_000_000));
        sut.Report(new VerificationProgress(42, 43, 11_000_000));
        await sut.DisposeAsync();
        Assert.Equal(["", "segment 41: 10 MB in 2 s, 5 MB/s", new string(' ', 32), ""], _terminal.ToString().Split('\r'));
    }
}
