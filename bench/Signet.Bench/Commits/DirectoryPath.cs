using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor;
using Signet.Auditor.Election;
using Signet.Auditor.Intake;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Gateway.Commits;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Signet.Storage.Directories;

namespace Signet.Bench.Commits;

/// <summary>The whole way in one process: publisher, intake, sequencer, and a directory whose files are synchronised.</summary>
internal sealed class DirectoryPath : ICommitPath
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<SignetMetrics>().BuildServiceProvider();
    private readonly LogSequencer _sequencer;
    private readonly CommitIntake _intake;
    private PublisherPath? _publisher;

    private DirectoryPath(string root)
    {
        var store = DirectoryStore.Open(root);
        var head = new LogHead();
        var options = OptionsOf();
        _sequencer = new LogSequencer(
            options, new KeyRing(options), store, store, head, SingleWriter.Instance, _services.GetRequiredService<SignetMetrics>(), TimeProvider.System, NullLogger<LogSequencer>.Instance);
        _intake = new CommitIntake(options, _sequencer, head);
    }

    public IEventRecorder Recorder => _publisher!.Recorder;

    public long Batches => _publisher!.Batches;

    public static async Task<DirectoryPath> StartAsync(string root)
    {
        var path = new DirectoryPath(root);
        await path._sequencer.StartAsync(CancellationToken.None);
        path._publisher = await PublisherPath.StartAsync(new InProcessCommitTransport(path._intake), path._intake);
        return path;
    }

    /// <param name="token">What a sidecar has to show that delivers to it; null for none.</param>
    public static AuditorOptions OptionsOf(string? token = null) => new()
    {
        LogId = SampleLog.LogId,
        WriterId = "writer",
        ChainKeyId = "chain-1",
        ChainRootSecret = new byte[32],
        CheckpointSeed = new byte[32],
        CommitToken = token,
        Subscription = token is null ? null : new DaprSubscriptionOptions(),
        Settings = new LedgerSettings
        {
            RetainDays = 0,
            GapAfterSeconds = 900,
            MaxMergeDelaySeconds = 60,
            DedupeDays = 7,
            Anchors = new AnchorSettings { Required = 0, Tsas = [], MaxLagSeconds = 3_600, IdleSeconds = 86_400 },
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _publisher!.DisposeAsync();
        await _sequencer.StopAsync(CancellationToken.None);
        _sequencer.Dispose();
        await _services.DisposeAsync();
    }
}
