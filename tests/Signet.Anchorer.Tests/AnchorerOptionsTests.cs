using Signet.Cli.AllInOne;
using Signet.Ledger.Anchors;
using Signet.Ledger.Witnesses;
using Xunit;

namespace Signet.Anchorer.Tests;

public sealed class AnchorerOptionsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("signet-options-").FullName;
    private readonly AnchorerOptions _good;

    public AnchorerOptionsTests()
    {
        using DevelopmentTsa tsa = DevelopmentTsa.LoadOrCreate(_directory, TimeProvider.System);
        _good = new AnchorerOptions
        {
            Tsas = [Endpoint("a", "https://tsa.test/"), Endpoint("b", "http://tsa.test/x")],
            Required = 2,
        };

        TsaEndpoint Endpoint(string name, string url) => new(new Uri(url), new TsaTrust(name, tsa.Trust.Roots));
    }

    private static WitnessEndpoint Witness(string name, string url) =>
        new(name, new Uri(url), CosignerKey.Create("witness.test", new byte[32]));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Validate_OutOfRange_Throws()
    {
        _good.Validate();
        TsaEndpoint first = _good.Tsas[0];
        AnchorerOptions[] wrong =
        [
            _good with { Tsas = [] },
            _good with { Tsas = [first, first] },
            _good with { Required = 0 },
            _good with { Required = 3 },
            _good with { Required = 1, Tsas = [first with { Url = new Uri("ftp://tsa.test/") }] },
            _good with { Required = 1, Tsas = [first with { Url = new Uri("http://user@tsa.test/") }] },
            _good with { Required = 1, Tsas = [first with { Url = new Uri("/tsa", UriKind.Relative) }] },
            _good with { QuietTime = TimeSpan.Zero },
            _good with { Interval = TimeSpan.Zero },
            _good with { RequestTimeout = Timeout.InfiniteTimeSpan },
            _good with { LogTimeout = TimeSpan.Zero },
            _good with { RetryDelay = TimeSpan.Zero },
            _good with { MaxRetryDelay = TimeSpan.FromSeconds(1) },
            _good with { Spread = TimeSpan.FromHours(1) },
            _good with { CircuitFailures = 0 },
            _good with { CircuitTime = TimeSpan.Zero },
            _good with { MaxCircuitTime = TimeSpan.FromSeconds(1) },
            _good with { WatchInterval = TimeSpan.Zero },
            _good with { MaxLag = TimeSpan.Zero },
            _good with { WitnessInterval = TimeSpan.Zero },
            _good with { Required = 1, Tsas = [first with { Spacing = TimeSpan.FromDays(1) }] },
            _good with { Witnesses = [Witness("UPPER", "http://w.test/")] },
            _good with { Witnesses = [Witness("w", "http://w.test/?a=b")] },
            _good with { Witnesses = [Witness("w", "http://w.test/"), Witness("w", "http://x.test/")] },
            _good with { ShutdownTimeout = TimeSpan.FromHours(1) },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentException>(options.Validate));
    }

    [Fact]
    public void Settings_Presets_FillInAddressAndRoots()
    {
        var settings = new AnchorerSettings { LogId = "log.test", Required = 2 };
        settings.Tsas.Add(new TsaSettings { Preset = "digicert" });
        settings.Tsas.Add(new TsaSettings { Preset = "sectigo", Name = "second" });
        AnchorerOptions options = settings.ToOptions();
        options.Validate();
        Assert.Equal(["digicert", "second"], options.Tsas.Select(tsa => tsa.Trust.Name));
        Assert.Equal([2, 1], options.Tsas.Select(tsa => tsa.Trust.Roots.Count));

        settings.Tsas.Add(new TsaSettings { Preset = "freetsa" });
        Assert.Single(settings.ToOptions().Tsas[2].Trust.Roots);
        settings.Tsas[2] = new TsaSettings { Name = "other", Url = new Uri("http://tsa.test/") };
        Assert.Contains("pinned roots", Assert.Throws<ArgumentException>(settings.ToOptions).Message, StringComparison.Ordinal);
        settings.Tsas[2] = new TsaSettings { Preset = "nobody" };
        Assert.Throws<ArgumentException>(settings.ToOptions);
    }

    [Fact]
    public void RetryDelay_AnyNumberOfFailures_StaysBetweenHalfAndAllOfTheCappedDoubling()
    {
        for (int failures = 1; failures < 200; failures++)
        {
            double full = Math.Min(300, 5 * Math.Pow(2, Math.Min(failures - 1, 30)));
            Assert.InRange(AnchorWorker.RetryDelay(_good, failures).TotalSeconds, full / 2, full);
        }

        Assert.InRange(AnchorWorker.RetryDelay(_good, int.MaxValue).TotalSeconds, 150, 300);
    }
}
