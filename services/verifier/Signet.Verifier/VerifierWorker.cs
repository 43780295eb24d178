using Microsoft.Extensions.Hosting;

namespace Signet.Verifier;

/// <summary>Verifies the log at the start and then once an interval.</summary>
internal sealed class VerifierWorker(VerifierOptions options, VerifierRun run, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan EmptyLogPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        try
        {
            while (!await run.RunUnlessNewAsync(stoppingToken).ConfigureAwait(false))
            {
                await Task.Delay(EmptyLogPause, time, stoppingToken).ConfigureAwait(false);
            }

            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await run.RunUnlessNewAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
