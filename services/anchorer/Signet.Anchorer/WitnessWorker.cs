using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;
using Signet.Messaging;

namespace Signet.Anchorer;

/// <summary>
/// Takes checkpoints to witnesses, each at its own pace, for as long as the host runs. A witness that is away holds nothing up; one that
/// disagrees is the loudest thing this process can say.
/// </summary>
internal sealed partial class WitnessWorker : BackgroundService
{
    private const int MaxHeaderKilobytes = 16;

    private readonly AnchorerOptions _options;
    private readonly IWitnessedLog _log;
    private readonly TimeProvider _time;
    private readonly SignetMetrics? _metrics;
    private readonly ILogger<WitnessWorker> _logger;
    private readonly HttpClient _http;

    public WitnessWorker(
        AnchorerOptions options, IWitnessedLog log, TimeProvider time, ILogger<WitnessWorker> logger, SignetMetrics? metrics = null)
    {
        (_options, _log, _time, _logger, _metrics) = (options, log, time, logger, metrics);

        // Whom to ask stands in the options alone: no redirect, no proxy of the environment, no cookie leads elsewhere.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_options.Witnesses.Select(witness => ServeAsync(witness, stoppingToken)));

    private async Task ServeAsync(WitnessEndpoint witness, CancellationToken stoppingToken)
    {
        await Task.Yield();
        var client = new WitnessClient(witness, _log, _http);
        int failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            WitnessResult result = await AdvanceAsync(client, stoppingToken);
            failures = result is WitnessResult.Cosigned or WitnessResult.Idle ? 0 : failures + 1;
            Tell(witness.Name, client.Seen, result);
            TimeSpan wait = failures == 0 ? _options.WitnessInterval : AnchorWorker.RetryDelay(_options, failures);
            await Task.Delay(wait, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WitnessResult> AdvanceAsync(WitnessClient client, CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            return await client.AdvanceAsync(linked.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return WitnessResult.Unreachable;
        }
        catch (ArgumentException)
        {
            return WitnessResult.Refused;
        }
    }

    private void Tell(string witness, long size, WitnessResult result)
    {
        if (result == WitnessResult.Idle)
        {
            return;
        }

        _metrics?.CosignatureRequested(witness, System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(result.ToString()));
        switch (result)
        {
            case WitnessResult.Cosigned:
                _metrics?.WitnessedTreeSize(witness, size);
                Log.Cosigned(_logger, witness, size);
                break;
            case WitnessResult.Disagrees:
                Log.Disagrees(_logger, witness);
                break;
            default:
                Log.NotCosigned(_logger, witness, result);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.Cosigned, LogLevel.Information, "{Witness} cosigned size {Size}.")]
        public static partial void Cosigned(ILogger logger, string witness, long size);

        [LoggerMessage(EventIds.NotCosigned, LogLevel.Warning, "{Witness} did not cosign: {Result}.")]
        public static partial void NotCosigned(ILogger logger, string witness, WitnessResult result);

        [LoggerMessage(
            EventIds.WitnessDisagrees,
            LogLevel.Critical,
            "{Witness} saw a tree that this log does not go on from: the log was rolled back or forked, or the witness was.")]
        public static partial void Disagrees(ILogger logger, string witness);
    }
}
