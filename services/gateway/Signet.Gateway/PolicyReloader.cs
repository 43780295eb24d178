using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Signet.Ledger;

namespace Signet.Gateway;

/// <summary>
/// Looks at the policy file again and again, and puts what it holds into force at once and whole. It looks at the octets: mounted
/// configuration changes by links and keeps its times. A change counts when two looks in a row see the same, so that a file half written is
/// never in force. A file that can't be used changes nothing: the policies that are in force stay, and the readiness page says so.
/// </summary>
internal sealed class PolicyReloader : BackgroundService
{
    private readonly GatewayPolicySource _source;
    private readonly PolicySwitch _switch;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;

    // What the last look saw: a digest, or what was wrong. Only the loop uses it.
    private string _seen;

    // What has been put into force or refused.
    private string _handled;

    public PolicyReloader(GatewayPolicySource source, PolicySwitch policySwitch, IOptions<GatewayOptions> options, TimeProvider time)
    {
        (_source, _switch, _interval, _time) = (source, policySwitch, options.Value.PolicyReloadInterval, time);
        _seen = _handled = source.Current.Sha256.ToString();
    }

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
            _source.Fault = _switch.Try(() => octets is { } read ? _source.File!.Build(read.Span) : throw new InvalidDataException(saw));
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
}
