using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Signet.Injector.Certificates;

/// <summary>
/// Makes and renews the certificate, and has the webhook configuration trust its authority before it is served. Several replicas do the same: each
/// change names the version it was decided on, and whoever comes second looks again. The configuration is read before the Secret, so that
/// nobody writes authorities of an older state over those of a newer one.
/// </summary>
internal sealed partial class CertificateKeeper(
    ICertificateStore store, CertificateSettings settings, ServingCertificate serving, TimeProvider time, ILogger<CertificateKeeper> logger) : BackgroundService
{
    private const int Attempts = 5;
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Looks at everything, and does what is to be done.</summary>
    /// <exception cref="CertificateStoreException">The API server gave no usable answer.</exception>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryStepAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new CertificateStoreException("Secret or webhook configuration changed whenever they were to be written.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                using var limit = new CancellationTokenSource(StepTimeout, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
                await StepAsync(either.Token).ConfigureAwait(false);
            }
            catch (CertificateStoreException exception)
            {
                Log.NotKept(logger, exception.Message);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotKept(logger, "The API server did not answer in time.");
            }

            await Task.Delay(settings.CheckPeriod, time, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>False when somebody else came first.</summary>
    private async Task<bool> TryStepAsync(CancellationToken cancellationToken)
    {
        var trust = await store.ReadTrustAsync(cancellationToken).ConfigureAwait(false);
        var stored = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        var state = CertificateState.Read(stored.Data, settings);
        var next = CertificatePlan.Next(state, settings, time.GetUtcNow());
        var isTrusted = trust.Bundles.Count > 0 && trust.Bundles.All(webhook => webhook.Bundle == next.Bundle);
        if (isTrusted && next is { Next: not null, NextTrusted: null })
        {
            next = next with { NextTrusted = time.GetUtcNow() };
        }

        if (!ReferenceEquals(next, state))
        {
            // What was written is read again before it is trusted or served: the next round finds nothing more to do to it.
            Log.Changed(logger, next.Current!.NotAfter, next.Next is not null);
            await store.ReplaceAsync(stored, next.Write(), cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (!isTrusted)
        {
            return trust.Bundles.Count == 0
                ? throw new CertificateStoreException("The webhook configuration has no webhooks.")
                : await store.TrustAsync(trust, next.Bundle, cancellationToken).ConfigureAwait(false) && Serve(next);
        }

        return Serve(next);
    }

    private bool Serve(CertificateState state)
    {
        serving.Set(state.Current!.ToServed(), []);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Information, "The webhook's certificate changes; the one that is served lapses at {NotAfter:O}, and a successor waits: {HasSuccessor}.")]
        public static partial void Changed(ILogger logger, DateTimeOffset notAfter, bool hasSuccessor);

        [LoggerMessage(1101, LogLevel.Warning, "The webhook's certificate can't be looked after; trying again. {Reason}")]
        public static partial void NotKept(ILogger logger, string reason);
    }
}
