using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Signet.Hosting.Telemetry;
using Signet.Ledger;

namespace Signet.Gateway;

/// <summary>
/// Looks at the policy file again and again, and puts what it holds into force at once and whole. It looks at the octets: mounted
/// configuration changes by links and keeps its times. A change counts when two looks in a row see the same, so that a file half written is
/// never in force. A file that can't be used changes nothing: the policies that are in force stay, and the readiness page says so.
/// </summary>
internal sealed partial class PolicyReloader : BackgroundService
{
    private readonly GatewayPolicySource _source;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly SignetMetrics _metrics;
    private readonly ILogger<PolicyReloader> _logger;

    // What the last look saw: a digest, or what was wrong. Only the loop uses it.
    private string _seen;

    // What has been put into force or refused.
    private string _handled;

    public PolicyReloader(
        GatewayPolicySource source, IOptions<GatewayOptions> options, TimeProvider time, SignetMetrics metrics, ILogger<PolicyReloader> logger)
    {
        (_source, _interval, _time, _metrics, _logger) = (source, options.Value.PolicyReloadInterval, time, metrics, logger);
        _seen = _handled = source.Current.Sha256.ToString();
    }

    /// <summary>What is wrong with the file as it is now, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? octets = null;
        string saw;
        try
        {
            octets = await _source.File!.ReadAsync(cancellationToken);
            saw = Digest.Of(octets.Value.Span).ToString();
        }
        catch (InvalidDataException exception)
        {
            saw = exception.Message;
        }

        var settled = saw == _seen;
        _seen = saw;
        if (settled && saw != _handled)
        {
            _handled = saw;
            Handle(octets, saw);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_source.File is null || _interval == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(_interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    private void Handle(ReadOnlyMemory<byte>? octets, string fault)
    {
        try
        {
            var policy = octets is { } read ? _source.File!.Build(read.Span) : throw new InvalidDataException(fault);
            if (policy.Sha256 != _source.Current.Sha256)
            {
                _source.Replace(policy);
                Log.Replaced(_logger, policy.Sha256.ToString());
                _metrics.PolicyReloaded("replaced");
            }

            Fault = null;
        }
        catch (Exception exception)
        {
            // Not only documents are at fault: a plug-in's check may throw whatever it likes when it is made.
            Fault = exception is InvalidDataException ? exception.Message : exception.GetType().Name;
            Log.Refused(_logger, Fault);
            _metrics.PolicyReloaded("refused");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(220, LogLevel.Information, "Another policy is in force, with the digest {Sha256}.")]
        public static partial void Replaced(ILogger logger, string sha256);

        [LoggerMessage(221, LogLevel.Error, "The policies in force stay: {Fault}")]
        public static partial void Refused(ILogger logger, string fault);
    }
}
