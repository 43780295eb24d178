using System.Globalization;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Dapr;

/// <summary>One Redis for the tests of a class.</summary>
public sealed class SidecarFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private RedisProcess _redis = null!;

    public async ValueTask InitializeAsync() =>
        _redis = await RedisProcess.StartAsync(_directory.Path, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>A sidecar on a topic of its own.</summary>
    internal Task<SidecarProcess> StartAsync(string topic, SubscribingApp? app, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string> all = new()
        {
            ["AppId"] = "app",
            ["ApiToken"] = DaprUnderTest.ApiToken,
            ["AppToken"] = DaprUnderTest.AppToken,
            ["AppPort"] = (app?.Port ?? 0).ToString(CultureInfo.InvariantCulture),
            ["Redis"] = $"127.0.0.1:{_redis.Port}",
            ["Topic"] = topic,
            ["RetryMilliseconds"] = "10",

            // Nothing is claimed again while a busy machine still handles it.
            ["ProcessingTimeoutMilliseconds"] = "600000",
            ["RedeliverMilliseconds"] = "50",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return SidecarProcess.StartAsync(all, cancellationToken);
    }
}
