using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Keys;
using Signet.Ledger.Checkpoints;
using Signet.Storage;

namespace Signet.Auditor.Publishing;

/// <summary>
/// Writes the derived objects behind the log (format 1, section 5): reads what is stored, makes tiles, entry bundles and indexes of it, and
/// then signs the tree head. Nothing waits for it but whoever asks for a proof. It skips heads that have been overtaken.
/// </summary>
/// <remarks>
/// Tiles first, then the checkpoint that rests on them: a crash anywhere leaves a checkpoint whose tiles are there, and the next start goes on
/// behind the last segment whose objects were all stored. Lost objects are made again from the segments.
/// </remarks>
internal sealed partial class LogPublisher : BackgroundService
{
    /// <summary>The newest checkpoint's name in the derived store.</summary>
    public const string LatestName = "checkpoint";

    /// <summary>How long it waits after a checkpoint: each has partial tiles of its own, which stay.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly AuditorOptions _options;
    private readonly IDerivedStore _derived;
    private readonly LogHead _head;
    private readonly TimeProvider _time;
    private readonly ILogger<LogPublisher> _logger;
    private readonly CheckpointSigners _signers;
    private readonly DerivedObjects _objects;
    private volatile PublishedLog? _published;
    private volatile TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogPublisher(
        AuditorOptions options, KeyRing ring, ISegmentStore segments, IDerivedStore derived, LogHead head, TimeProvider time, ILogger<LogPublisher> logger)
    {
        (_options, _derived, _head, _time, _logger) = (options, derived, head, time, logger);
        _signers = new CheckpointSigners(options.LogId, ring);
        Events = new EventIndex(derived, options.LogId);
        Anchors = new AnchorIndex(derived, options.LogId);
        _objects = new DerivedObjects(options.LogId, segments, derived, Events, Anchors);
    }

    /// <summary>What is published; null before the first checkpoint of this process.</summary>
    public PublishedLog? Published => _published;

    /// <summary>Where events stand.</summary>
    public EventIndex Events { get; }

    /// <summary>Where anchors stand.</summary>
    public AnchorIndex Anchors { get; }

    /// <summary>The checkpoint in a note that a checkpoint key of this log signed; null for any other note.</summary>
    public Checkpoint? Open(ReadOnlySpan<byte> note) => _signers.Open(note);

    /// <summary>Completes when so many entries are published.</summary>
    public async Task WaitForAsync(long size, CancellationToken cancellationToken)
    {
        while (true)
        {
            var advanced = _advanced.Task;
            if (_published?.Size >= size)
            {
                return;
            }

            await advanced.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        _signers.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _head.WaitBeyondAsync(_published?.Size ?? 0, stoppingToken).ConfigureAwait(false);
                await PublishAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(Pace, _time, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is StoreException or InvalidDataException)
            {
                Log.NotPublished(_logger, exception.Message);
                await Task.Delay(Pace, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        catch (Exception exception) when (exception is StoreException or InvalidDataException or OperationCanceledException)
        {
            Log.NotPublished(_logger, exception.Message);
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (_head.Position is not { } position || position.Size == _published?.Size)
        {
            return;
        }

        await _objects.CatchUpAsync(position, cancellationToken).ConfigureAwait(false);
        var note = _signers.For(position.CheckpointVkey).Sign(new Checkpoint(_options.LogId, position.Size, position.Root));
        await _derived.PutAsync(_options.LogId, DerivedObjects.CheckpointName(position.Size), note, cancellationToken).ConfigureAwait(false);
        if (!await IsOvertakenAsync(position.Size, cancellationToken).ConfigureAwait(false))
        {
            await _derived.PutAsync(_options.LogId, LatestName, note, cancellationToken).ConfigureAwait(false);
        }

        _published = new PublishedLog(position.Segment, position.Size, position.Root, note);
        var waiters = _advanced;
        _advanced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.TrySetResult();
    }

    /// <summary>A writer that was superseded may still publish what it stored: that must not look like a log that shrank.</summary>
    private async ValueTask<bool> IsOvertakenAsync(long size, CancellationToken cancellationToken) =>
        await _derived.ReadAsync(_options.LogId, LatestName, cancellationToken).ConfigureAwait(false) is { } present &&
        Open(present.Span) is { } latest && latest.Size > size;

    private static partial class Log
    {
        [LoggerMessage(1020, LogLevel.Warning, "The newest entries could not be published; trying again. {Reason}")]
        public static partial void NotPublished(ILogger logger, string reason);
    }
}
