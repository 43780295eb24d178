using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Sequencing;
using Signet.Ledger.Checkpoints;
using Signet.Storage;

namespace Signet.Auditor.Publishing;

/// <summary>
/// Signs the newest stored tree head and puts it into the derived store. Runs behind the sequencer and skips heads that have been
/// overtaken; a checkpoint that is missing after a crash is signed anew from the segments.
/// </summary>
internal sealed partial class CheckpointPublisher(
    AuditorOptions options, IDerivedStore derived, LogHead head, TimeProvider time, ILogger<CheckpointPublisher> logger) : BackgroundService
{
    /// <summary>The newest checkpoint's name in the derived store.</summary>
    public const string LatestName = "checkpoint";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly CheckpointSigner _signer = new(options.LogId, options.CheckpointSeed.Span);

    public override void Dispose()
    {
        _signer.Dispose();
        base.Dispose();
    }

    /// <summary>The signed note of the newest stored tree head; null before anything is stored.</summary>
    public byte[]? SignLatest() =>
        head.Position is { } position ? Sign(position) : null;

    /// <summary>The signed note of a stored tree head.</summary>
    public byte[] Sign(LogPosition position) => _signer.Sign(new Checkpoint(options.LogId, position.Size, position.Root));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long published = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await head.WaitBeyondAsync(published, stoppingToken).ConfigureAwait(false);
                published = await PublishAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(false);
            }
            catch (StoreException exception)
            {
                Log.NotPublished(logger, exception.Message);
                await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>What was stored after the last publication is published before the process ends.</remarks>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await PublishAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            Log.NotPublished(logger, exception.Message);
        }
    }

    private async Task<long> PublishAsync(CancellationToken cancellationToken)
    {
        if (head.Position is not { } position)
        {
            return 0;
        }

        var note = Sign(position);
        var name = string.Create(CultureInfo.InvariantCulture, $"checkpoints/{position.Size:d20}");
        await derived.PutAsync(options.LogId, name, note, cancellationToken).ConfigureAwait(false);
        await derived.PutAsync(options.LogId, LatestName, note, cancellationToken).ConfigureAwait(false);
        return position.Size;
    }

    private static partial class Log
    {
        [LoggerMessage(1020, LogLevel.Warning, "A checkpoint could not be published; trying again. {Reason}")]
        public static partial void NotPublished(ILogger logger, string reason);
    }
}
