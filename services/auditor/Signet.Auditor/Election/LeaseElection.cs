using k8s.Models;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Sequencing;

namespace Signet.Auditor.Election;

/// <summary>
/// Competes for a Lease of the cluster. A holder that is silent for as long as its lease lasts is followed by another; how long that is
/// is measured here, from when its last renewal was seen: clocks of other machines are believed in nothing.
/// </summary>
internal sealed partial class LeaseElection : IWriterElection
{
    private readonly LeaseOptions _options;
    private readonly ILeaseStore _leases;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaseElection> _logger;
    private volatile bool _isStandby = true;

    public LeaseElection(AuditorOptions auditor, LeaseOptions options, ILeaseStore leases, TimeProvider time, ILogger<LeaseElection> logger)
    {
        (_options, _leases, _time, _logger) = (options, leases, time, logger);

        // Two processes of one name must not take each other's lease for their own.
        Identity = EpochOpening.NameWriter(auditor);
    }

    /// <summary>How this process signs the Lease: its writer id, and digits that are drawn at each start.</summary>
    public string Identity { get; }

    public bool IsStandby => _isStandby;

    public async Task<IWriterTerm> WinAsync(CancellationToken cancellationToken)
    {
        Log.Waiting(_logger, _options.Name, Identity);
        var watched = new WatchedLease(_options, Identity, _time);
        var failing = false;
        while (true)
        {
            var asked = _time.GetTimestamp();
            try
            {
                if (await TryAsync(watched, cancellationToken).ConfigureAwait(false) is { } lease)
                {
                    // It counts from before it was asked for; nobody else can count from earlier.
                    _isStandby = false;
                    Log.Won(_logger, _options.Name);
                    return new LeaseTerm(_options, _leases, Identity, lease, asked, _time, _logger);
                }

                failing = false;
            }
            catch (LeaseStoreException exception)
            {
                if (!failing)
                {
                    failing = true;
                    Log.NotReached(_logger, _options.Name, exception.Message);
                }
            }

            await Task.Delay(_options.WatchPeriod, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<V1Lease?> TryAsync(WatchedLease watched, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (await _leases.ReadAsync(either.Token).ConfigureAwait(false) is not { } lease)
            {
                return await _leases.CreateAsync(LeaseSpecs.Taken(_options, Identity, null, _time.GetUtcNow()), either.Token).ConfigureAwait(false);
            }

            return watched.IsFree(lease)
                ? await _leases.ReplaceAsync(lease, LeaseSpecs.Taken(_options, Identity, lease.Spec, _time.GetUtcNow()), either.Token).ConfigureAwait(false)
                : null;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LeaseStoreException("The API server did not answer in time.", exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1030, LogLevel.Information, "Standing by for the Lease {Name} as {Identity}.")]
        public static partial void Waiting(ILogger logger, string name, string identity);

        [LoggerMessage(1031, LogLevel.Information, "Holding the Lease {Name}.")]
        public static partial void Won(ILogger logger, string name);

        [LoggerMessage(1032, LogLevel.Warning, "The Lease {Name} can't be asked for; still trying. {Reason}")]
        public static partial void NotReached(ILogger logger, string name, string reason);
    }
}
