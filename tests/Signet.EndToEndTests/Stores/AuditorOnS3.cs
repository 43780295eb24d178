using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Auditor;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Testing.Auditor;
using Signet.Verifier;

namespace Signet.EndToEndTests.Stores;

/// <summary>An auditor as a host of its own on a store in S3, and a producer beside it that remembers what it was told.</summary>
internal sealed class AuditorOnS3 : IAsyncDisposable
{
    public const string LogId = "raced.log";

    private static readonly byte[] RootSecret = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)9, 32)];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly WebApplication _app;
    private readonly S3Calls _calls;
    private readonly TestEvents _events;
    private readonly CancellationTokenSource _stopSending = new();
    private Task _sending = Task.CompletedTask;
    private long _next;

    private AuditorOnS3(WebApplication app, S3Calls calls, string producer) =>
        (_app, _calls, _events) = (app, calls, new TestEvents(LogId, producer, TimeProvider.System.GetUtcNow()));

    /// <summary>True once it can't go on.</summary>
    public bool HasStopped => _app.Lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>What the producer was told is recorded.</summary>
    public List<(Guid Epoch, long Seq)> Recorded { get; } = [];

    /// <summary>Starts it. It may find at once that another writes.</summary>
    public static async Task<AuditorOnS3> StartAsync(string name, string location, S3Settings settings, CancellationToken cancellationToken)
    {
        var calls = CephServer.Open(location, settings);
        var terms = calls.Options.Terms;
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSignetDefaults(name);
        builder.Logging.ClearProviders();
        builder.AddSignetListeners(listeners =>
        {
            listeners.Public = new IPEndPoint(IPAddress.Loopback, 0);
            listeners.Management = new IPEndPoint(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<ISegmentStore>(new S3SegmentStore(calls));
        builder.Services.AddSingleton<IDerivedStore>(new S3DerivedStore(calls));
        builder.Services.AddAuditor(new AuditorOptions
        {
            LogId = LogId,
            WriterId = name,
            ChainKeyId = "chain-1",
            ChainRootSecret = RootSecret.ToArray(),
            CheckpointSeed = Seed,
            Storage = terms.Storage,
            SlotMode = terms.SlotMode,
            Settings = new LedgerSettings
            {
                RetainDays = terms.RetainDays,
                GapAfterSeconds = 900,
                MaxMergeDelaySeconds = 60,
                DedupeDays = 7,
                Anchors = new AnchorSettings { Required = 0, Tsas = [], MaxLagSeconds = 3_600, IdleSeconds = 86_400 },
            },
        });
        var auditor = new AuditorOnS3(builder.Build(), calls, "producer-of-" + name);
        await auditor._app.StartAsync(cancellationToken);
        auditor._sending = Task.Run(() => auditor.SendAsync(auditor._stopSending.Token), CancellationToken.None);
        return auditor;
    }

    public static async Task<(VerificationReport Report, HashSet<(Guid Epoch, long Seq)> Events)> VerifyAsync(
        string location, S3Settings settings, CancellationToken cancellationToken)
    {
        var store = StoreLocation.OpenReader(location, settings, TimeProvider.System);
        using var signer = new CheckpointSigner(LogId, Seed);
        var trust = new LogTrust
        {
            LogId = LogId,
            CheckpointKey = signer.VerifierKey,
            RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain-1"] = RootSecret },
        };
        var report = await LogVerifier.VerifyAsync(store.Segments, store.Derived, trust, TimeProvider.System.GetUtcNow(), null, cancellationToken);
        var events = new HashSet<(Guid, long)>();
        await foreach (var stored in Signet.Cli.Logs.LogEntries.ReadAsync(store.Segments, LogId, 0, cancellationToken))
        {
            if (stored.Entry.Body is CommitBody commit)
            {
                var producer = commit.SignedEvent.Event.Producer;
                Assert.True(events.Add((producer.Epoch, producer.Seq)), "An event stands in the log twice.");
            }
        }

        return (report, events);
    }

    /// <summary>Returns once the producer has been told of so many more records, or the auditor stopped.</summary>
    public async Task WaitForRecordsAsync(int more, CancellationToken cancellationToken)
    {
        var goal = Count() + more;
        while (Count() < goal && !HasStopped)
        {
            await Task.Delay(5, cancellationToken);
        }

        int Count()
        {
            lock (Recorded)
            {
                return Recorded.Count;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopSending.CancelAsync();
        await _sending;
        try
        {
            await _app.StopAsync();
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException or StoreException)
        {
            // A writer that was superseded says so again when it is stopped.
        }

        await _app.DisposeAsync();
        _calls.Dispose();
        _events.Dispose();
        _stopSending.Dispose();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var (intake, enrolment) = (_app.Services.GetRequiredService<ICommitIntake>(), _app.Services.GetRequiredService<IProducerEnrolment>());
        var isEnrolled = false;
        while (!cancellationToken.IsCancellationRequested && !HasStopped)
        {
            try
            {
                if (!isEnrolled)
                {
                    await enrolment.EnrolAsync(new ProducerEnrolment(_events.Producer, _events.KeyId, _events.Alg, _events.PublicKey, "a test"), cancellationToken);
                    isEnrolled = true;
                }

                var outcome = await intake.AcceptAsync([_events.Wire(_next)], cancellationToken);
                if (outcome[0] == CommitOutcome.Recorded)
                {
                    lock (Recorded)
                    {
                        Recorded.Add((_events.Epoch, _next));
                    }

                    _next++;
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or IOException)
            {
                // Not written, or not known: the same octets again, if it still can.
            }

            // A writer that never pauses is hard to overtake: whoever comes reads the log again after each of its segments.
            try
            {
                await Task.Delay(Pause, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
