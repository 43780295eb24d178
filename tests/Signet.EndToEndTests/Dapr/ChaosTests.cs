using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Dapr;

/// <summary>
/// Producers, sidecars, Redis and an auditor under load, with every fault of the stand-in, while one after the other is killed. What a
/// producer was told is recorded stands in the log; nothing stands there twice.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    // Four victims, one after the other: in full each of them is killed a hundred times over the three profiles.
    private static readonly int Rounds = TestSize.IsFull ? 4 * 34 : 4;

    private const int MaxAttempts = 100;

    /// <summary>In full a profile takes eight minutes.</summary>
    private const int Limit = 30 * 60 * 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly Dictionary<string, string> OfGateway = new()
    {
        ["Faults:PublishError"] = "0.05",
        ["Faults:PublishLostReply"] = "0.05",
        ["Faults:BulkPartial"] = "0.01",
        ["Faults:PublishDelay"] = "5",
    };

    private static readonly Dictionary<string, string> OfAuditor = new()
    {
        ["Faults:Duplicate"] = "0.1",
        ["Faults:Delay"] = "20",
        ["Faults:Reorder"] = "50",
        ["Faults:DropAck"] = "0.1",
        ["Faults:CrashAfterDeliver"] = "0.002",
        ["Faults:LoseConsumer"] = "0.02",
        ["RetryMilliseconds"] = "100",
        ["ProcessingTimeoutMilliseconds"] = "2000",
        ["RedeliverMilliseconds"] = "500",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("Redis")]
    [InlineData("JetStream")]
    [InlineData("Kafka")]
    public async Task KillsAndFaults_UnderLoad_LoseNothingAndDoubleNothing(string profile)
    {
        var random = new Random(TestSize.Seed);
        using var log = new AuditedLog();
        await using var dapr = await DaprUnderTest.StartStandInAsync(
            log.Root, new(OfGateway) { ["Seed"] = $"{TestSize.Seed}" },
            new(OfAuditor) { ["Seed"] = $"{TestSize.Seed}", ["Profile"] = profile, ["RetriesForEver"] = profile == "Redis" ? "true" : "false" },
            TestContext.Current.CancellationToken);
        var auditor = await log.StartAuditorAsync(dapr.AppPort, Token);
        using var transport = new DaprCommitTransport(
            new DaprCommitTransportOptions { Endpoint = dapr.GrpcAddress, ApiToken = DaprUnderTest.ApiToken, Timeout = TimeSpan.FromSeconds(2) }, TimeProvider.System);
        Producer[] producers = [new("gateway.a", transport, Pause), new("gateway.b", transport, Pause)];
        try
        {
            using var enrolment = new HttpProducerEnrolment(
                new HttpCommitTransportOptions { BaseAddress = auditor.Address, ApiToken = DaprUnderTest.AppToken }, TimeProvider.System);
            foreach (var producer in producers)
            {
                await producer.EnrolAsync(enrolment, Token);
            }

            var running = Task.WhenAll(producers.Select(producer => producer.RunAsync(Token)));
            for (var round = 0; round < Rounds; round++)
            {
                await Task.Delay(random.Next(200, 800), Token);
                switch (round % 4)
                {
                    case 0:
                        await auditor.KillAsync(Token);
                        await Task.Delay(random.Next(300), Token);
                        await auditor.DisposeAsync();
                        auditor = await log.StartAuditorAsync(dapr.AppPort, Token);
                        break;
                    case 1:
                        await dapr.Auditor!.KillAsync(Token);
                        break;
                    case 2:
                        await dapr.Redis!.KillAsync(Token);
                        await Task.Delay(random.Next(300), Token);
                        await dapr.Redis.StartAsync(Token);
                        break;
                    default:
                        await dapr.Gateway!.KillAsync(Token);
                        await Task.Delay(random.Next(300), Token);
                        await dapr.Gateway.StartAsync(Token);
                        break;
                }

                await RestartIfEndedAsync(dapr.Auditor!);
            }

            await dapr.Gateway!.SetFaultsAsync([], Token);
            await CalmAsync(dapr.Auditor!);
            Array.ForEach(producers, producer => producer.End());
            await running;
            foreach (var producer in producers)
            {
                // Told of all; the log gets what the broker still has.
                Assert.Equal(producer.Made, producer.Told.Distinct().Count());
                while ((await log.NumbersAsync(producer.Id, Token)).Count < producer.Made)
                {
                    // A delivery that was under way when its faults ended may still have ended the sidecar.
                    if (!dapr.Auditor!.IsRunning)
                    {
                        await CalmAsync(dapr.Auditor);
                    }

                    await Task.Delay(200, Token);
                }
            }

            Assert.Equal(0, await auditor.TerminateAsync(Token));
            var report = await log.VerifyAsync(Token);
            Assert.Empty(report.Findings);
            Assert.Equal((VerificationResult.Clean, true), (report.Result, report.Full));
            foreach (var producer in producers)
            {
                Assert.Equal(Enumerable.Range(0, (int)producer.Made).Select(number => (long)number), (await log.NumbersAsync(producer.Id, Token)).Order());
            }

            AssertNothingStrange(await log.ReadAsync(Token));
        }
        finally
        {
            output.WriteLine($"seed {TestSize.Seed}: {profile}, {Rounds} kills, {producers.Sum(producer => producer.Made)} events");
            await auditor.DisposeAsync();
            Array.ForEach(producers, producer => producer.Dispose());
        }
    }

    /// <summary>
    /// No gaps, and nothing in quarantine but what came again after more than 4,096 later events of its producer: by then the auditor
    /// remembers that it has the number, and no longer its octets. What it kept the digest of must be one of the log's own events.
    /// </summary>
    private void AssertNothingStrange(List<EntryBody> bodies)
    {
        Assert.DoesNotContain(bodies, body => body is GapBody { NotClosed: false });
        var known = bodies.OfType<CommitBody>().Select(body => body.SignedEvent.Digest).ToHashSet();
        var quarantined = bodies.OfType<QuarantineBody>().ToList();
        output.WriteLine($"{quarantined.Count} late repetitions");
        Assert.All(quarantined, body => Assert.True(
            body.Why == QuarantineReason.Conflict && (body.Count > 1 || known.Contains(body.Sha256)), body.ToString()));
    }

    /// <summary>Has a sidecar run without faults, and deliver again what it was told of none.</summary>
    private static async Task CalmAsync(SidecarProcess sidecar)
    {
        for (var attempt = 1; ; attempt++)
        {
            await RestartIfEndedAsync(sidecar);
            try
            {
                await sidecar.SetFaultsAsync([], Token);
                await sidecar.RestartSubscriptionAsync(Token);
                return;
            }
            catch (HttpRequestException) when (attempt < MaxAttempts)
            {
                await Task.Delay(Pause, Token);
            }
        }
    }

    private static async Task RestartIfEndedAsync(SidecarProcess sidecar)
    {
        if (!sidecar.IsRunning)
        {
            await sidecar.StartAsync(Token);
        }
    }
}
