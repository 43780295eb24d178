using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor.Election;
using Signet.Auditor.Intake;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Auditor.Serving;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests;

/// <summary>The auditor's parts put together by hand, so that a test can end one without grace and begin another on the same store.</summary>
internal sealed class TestAuditor : IAsyncDisposable
{
    public const string LogId = "test.log";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public TestAuditor(ISegmentStore segments, IDerivedStore derived, TimeProvider time, AuditorOptions? options = null,
        ISegmentStore? publishFrom = null, IDerivedStore? publishTo = null, IWriterElection? election = null)
    {
        Settings = options ?? Options();
        Ring = new KeyRing(Settings);
        Metrics = new SignetMetrics(_services.GetRequiredService<IMeterFactory>());
        Sequencer = new LogSequencer(Settings, Ring, segments, derived, Head, election ?? SingleWriter.Instance, Metrics, time, NullLogger<LogSequencer>.Instance);
        Intake = new CommitIntake(Settings, Sequencer, Head);
        Anchors = new AnchorIntake(Settings, Sequencer, Head, derived, time);
        Publisher = new LogPublisher(Settings, Ring, publishFrom ?? segments, publishTo ?? derived, Head, time, NullLogger<LogPublisher>.Instance);
        Notes = new WitnessedNotes(Settings, derived);
        Witnessed = new WitnessedLog(Settings, derived, Publisher, Notes, Head);
    }

    public AuditorOptions Settings { get; }

    public KeyRing Ring { get; }

    public SignetMetrics Metrics { get; }

    public LogHead Head { get; } = new();

    public LogSequencer Sequencer { get; }

    public CommitIntake Intake { get; }

    public AnchorIntake Anchors { get; }

    public LogPublisher Publisher { get; }

    public WitnessedNotes Notes { get; }

    public WitnessedLog Witnessed { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static AuditorOptions Options(
        long required = 0, int queueBound = 65_536, string? token = null, byte secret = 7, byte seed = 9, string slotMode = "conditional", string writer = "writer.a", string storage = "directory",
        int readsPerSecond = 1_000, IReadOnlyList<(string Producer, string KeyId)>? revoked = null, Func<AnchorBody, string?>? checkAnchor = null, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? producers = null,
        int maxSegmentEntries = SegmentLimits.MaxEntries) => new()
        {
            LogId = LogId,
            WriterId = writer,
            ChainKeyId = "chain.1",
            ChainRootSecret = Enumerable.Repeat(secret, 32).ToArray(),
            CheckpointSeed = Enumerable.Repeat(seed, 32).ToArray(),
            QueueBound = queueBound,
            MaxSegmentEntries = maxSegmentEntries,
            CommitToken = token,
            SlotMode = slotMode,
            Storage = storage,
            ReadsPerSecond = readsPerSecond,
            RevokedProducerKeys = revoked ?? [],
            CheckAnchor = checkAnchor,
            Producers = producers,
            Settings = new LedgerSettings
            {
                RetainDays = 0,
                GapAfterSeconds = 900,
                MaxMergeDelaySeconds = 60,
                DedupeDays = 7,
                Anchors = new AnchorSettings
                {
                    Required = required,
                    Tsas = [new AnchorAuthority("tsa.one", Digest.Of([1])), new AnchorAuthority("tsa.two", Digest.Of([2]))],
                    MaxLagSeconds = 3_600,
                    IdleSeconds = 86_400,
                },
            },
        };

    /// <summary>Starts it and waits until it can write.</summary>
    public async Task<TestAuditor> StartAsync()
    {
        await Sequencer.StartAsync(Token);
        await Task.WhenAny(Sequencer.ExecuteTask!, Head.WaitBeyondAsync(0, Token));
        return this;
    }

    public async Task EnrolAsync(TestEvents events) =>
        await Intake.EnrolAsync(new ProducerEnrolment(events.Producer, events.KeyId, events.Alg, events.PublicKey, "a test"), Token);

    public async Task<CommitOutcome> SendAsync(ReadOnlyMemory<byte> wire) => (await Intake.AcceptAsync([wire], Token))[0];

    /// <summary>Ends the sequencer. What it was writing may have been stored or not.</summary>
    public Task StopAsync() => Sequencer.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Publisher.ExecuteTask is not null)
        {
            await Publisher.StopAsync(CancellationToken.None);
        }

        Sequencer.Dispose();
        Publisher.Dispose();
        await _services.DisposeAsync();
    }

    public static LogTrust Trust(AuditorOptions options)
    {
        using var signer = new CheckpointSigner(LogId, options.CheckpointSeed.Span);
        return new LogTrust
        {
            LogId = LogId,
            CheckpointKey = signer.VerifierKey,
            RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { [options.ChainKeyId] = options.ChainRootSecret },
        };
    }

    public static async Task<VerificationReport> VerifyAsync(ISegmentReader segments, AuditorOptions options, DateTimeOffset now, byte[]? checkpoint = null)
    {
        var verification = new LogVerification(Trust(options));
        await foreach (var number in segments.ListSegmentsAsync(LogId, Token))
        {
            verification.Segment(number, (await segments.ReadSegmentAsync(LogId, number, Token))!.Value);
        }

        if (checkpoint is not null)
        {
            verification.Checkpoint(checkpoint);
        }

        return verification.Complete(now);
    }

    public static async Task<List<SegmentObject>> SegmentsAsync(ISegmentReader segments)
    {
        var read = new List<SegmentObject>();
        await foreach (var number in segments.ListSegmentsAsync(LogId, Token))
        {
            Assert.True(SegmentObject.TryParse((await segments.ReadSegmentAsync(LogId, number, Token))!.Value, out var segment, out var fault), fault);
            read.Add(segment!);
        }

        return read;
    }

    public static async Task<List<Entry>> EntriesAsync(ISegmentReader segments) =>
        [.. (await SegmentsAsync(segments)).SelectMany(segment => segment.Lines).Select(line => EntryCodec.Read(line.Entry).Entry!)];

    /// <summary>Waits for what will come; a test that waits in vain is ended by its time-out.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(5, Token);
        }
    }

    public static Task EventuallyAsync(Func<bool> holds) => EventuallyAsync(() => Task.FromResult(holds()));
}
