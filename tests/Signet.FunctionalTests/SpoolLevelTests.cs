using Signet.Cli;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Messaging.Spool;
using Signet.Storage.Directories;
using Signet.Testing.Auditor;
using Signet.Testing.Storage;
using Signet.Verifier;

namespace Signet.FunctionalTests;

/// <summary><c>signet up --level spool</c>: answered when this disk has the record, and in the log all the same.</summary>
public sealed class SpoolLevelTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Stop_AfterAnswers_TheLogHasThemAndTheNextStartMayBeAtLevelChain()
    {
        using var client = new HttpClient();
        await using (var host = await StartAsync(AcknowledgementLevel.Spool))
        {
            await AskAsync(client, host.Address);
        }

        Assert.Equal([EventPhase.Opened, EventPhase.Admitted, EventPhase.Completed, EventPhase.Closed], await PhasesAsync());
        await using (var host = await StartAsync(AcknowledgementLevel.Chain))
        {
            await AskAsync(client, host.Address);
        }

        Assert.Equal(8, (await PhasesAsync()).Count);
        var reader = DirectoryReader.Open(DataDirectory.StorePath(_data.Path));
        var report = await LogVerifier.VerifyAsync(reader, reader, DataTrust.Load(_data.Path), TimeProvider.System.GetUtcNow(), null, Token);
        Assert.Equal(VerificationResult.Clean, report.Result);
    }

    [Fact]
    public async Task Start_AtLevelChainWhileEventsAreSpooled_IsRefusedAndLevelSpoolDeliversThem()
    {
        await using (await StartAsync(AcknowledgementLevel.Spool))
        {
        }

        // Nobody takes it, as after a crash of both.
        using var events = new TestEvents(DataDirectory.ReadLogId(_data.Path), "gateway.other", TimeProvider.System.GetUtcNow());
        await using (var spool = SpooledCommitTransport.Open(
            new SpoolSettings { Path = Path.Combine(_data.Path, "spool") }, new NobodyThere(), TimeProvider.System))
        {
            Assert.Equal([CommitOutcome.Recorded], await spool.SendAsync([events.Wire(0)], Token));
        }

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => StartAsync(AcknowledgementLevel.Chain));
        Assert.Contains("1 events in", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--level spool", refused.Message, StringComparison.Ordinal);

        // Its key isn't the log's: the log says so, and the spool is empty.
        await using (await StartAsync(AcknowledgementLevel.Spool))
        {
        }

        await using (await StartAsync(AcknowledgementLevel.Chain))
        {
        }

        Assert.Contains(await BodiesAsync(), body => body is QuarantineBody { Why: QuarantineReason.UnknownKey });
    }

    private Task<AllInOneHost> StartAsync(AcknowledgementLevel level) =>
        AllInOneHost.StartAsync(new AllInOneOptions { Data = _data.Path, Port = 0, ManagementPort = 0, Level = level }, Token);

    private static async Task AskAsync(HttpClient client, Uri address)
    {
        using var request = SignetHost.Chat("How do I water a cactus?");
        request.RequestUri = new Uri(address, request.RequestUri!.ToString());
        using var answer = await client.SendAsync(request, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    private async Task<List<EventPhase>> PhasesAsync() =>
        [.. (await BodiesAsync()).OfType<CommitBody>().Select(body => body.SignedEvent.Event.Phase)];

    private async Task<List<EntryBody>> BodiesAsync()
    {
        var bodies = new List<EntryBody>();
        var reader = DirectoryReader.Open(DataDirectory.StorePath(_data.Path));
        await foreach (var stored in LogEntries.ReadAsync(reader, DataDirectory.ReadLogId(_data.Path), 0, Token))
        {
            bodies.Add(stored.Entry.Body);
        }

        return bodies;
    }

    private sealed class NobodyThere : ICommitTransport
    {
        public AcknowledgementLevel Level => AcknowledgementLevel.Chain;

        public ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<CommitOutcome>>([.. events.Select(_ => CommitOutcome.Retry)]);
    }
}
