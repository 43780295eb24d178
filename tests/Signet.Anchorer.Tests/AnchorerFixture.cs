using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Messaging;

namespace Signet.Anchorer.Tests;

/// <summary>The worker as the module registers it, three authorities on loopback sockets, an auditor and a clock that stand in.</summary>
internal sealed class AnchorerFixture : IAsyncDisposable
{
    // Timers are told apart by how long they run: no other may lie where a retry's may, from half of the first to the longest.
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(7);
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(600);
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(9);
    public static readonly TimeSpan LogTimeout = TimeSpan.FromSeconds(11);
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(13);
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(40);
    public static readonly TimeSpan MaxRetry = TimeSpan.FromSeconds(100);

    public static readonly TimeSpan Watch = TimeSpan.FromSeconds(17);
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Circuit = TimeSpan.FromSeconds(19);

    private ServiceProvider? _services;

    public TimerRecorder Time { get; }

    public FakeObserver Observer { get; } = new();

    public required FakeTsa[] Tsas { get; init; }

    public required FakeAnchorLog Log { get; init; }

    public IHostedService Worker => _services!.GetServices<IHostedService>().OfType<BackgroundService>().Single();

    public static async Task<AnchorerFixture> CreateAsync(int required, TimeSpan? spacing = null)
    {
        var time = new TimerRecorder();
        FakeTsa[] tsas = [await FakeTsa.StartAsync("a", time), await FakeTsa.StartAsync("b", time), await FakeTsa.StartAsync("c", time)];
        var fixture = new AnchorerFixture(time)
        {
            Tsas = tsas,
            Log = new FakeAnchorLog(tsas.ToDictionary(tsa => tsa.Trust.Name, tsa => tsa.Trust)),
        };
        fixture.Build(required, spacing ?? Spacing);
        return fixture;
    }

    private AnchorerFixture(TimerRecorder time) => Time = time;

    public AnchorDuty Duty(long size) => new(size, SHA256.HashData(BitConverter.GetBytes(size)), Time.GetUtcNow());

    public async Task PassAsync(TimeSpan timer)
    {
        await Time.NextTimerAsync(timer);
        Time.Advance(timer);
    }

    public async ValueTask DisposeAsync()
    {
        await _services!.DisposeAsync();
        foreach (FakeTsa tsa in Tsas)
        {
            await tsa.DisposeAsync();
        }
    }

    private void Build(int required, TimeSpan spacing)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IAnchorLog>(Log);
        services.AddSingleton<IAnchorObserver>(Observer);
        services.AddAnchorer(new AnchorerOptions
        {
            Tsas = [.. Tsas.Select(tsa => tsa.Endpoint with { Spacing = spacing })],
            Required = required,
            Interval = Interval,
            QuietTime = Quiet,
            RequestTimeout = RequestTimeout,
            LogTimeout = LogTimeout,
            ShutdownTimeout = ShutdownTimeout,
            RetryDelay = Retry,
            MaxRetryDelay = MaxRetry,
            CircuitTime = Circuit,
            MaxCircuitTime = Circuit,
            WatchInterval = Watch,
        });
        _services = services.BuildServiceProvider();
    }
}
