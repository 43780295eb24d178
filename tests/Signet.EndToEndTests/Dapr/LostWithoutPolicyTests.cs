using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Messaging;

namespace Signet.EndToEndTests.Dapr;

/// <summary>
/// The control: without a retry policy on the subscription pubsub.redis acknowledges what the auditor did not take, so events are lost
/// while it restarts. That can't be helped here, and it can't go unseen: the log says which numbers never came.
/// </summary>
public sealed class LostWithoutPolicyTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AuditorRestart_WithoutARetryPolicy_LosesEventsAndTheLogShowsThemAsGaps()
    {
        using var log = new AuditedLog();
        await using var dapr = await DaprUnderTest.StartStandInAsync(log.Root, [], new() { ["RetriesForEver"] = "false" }, Token);
        var auditor = await log.StartAuditorAsync(dapr.AppPort, Token, gapAfterSeconds: 1);
        using var transport = new DaprCommitTransport(
            new DaprCommitTransportOptions { Endpoint = dapr.GrpcAddress, ApiToken = DaprUnderTest.ApiToken }, TimeProvider.System);
        using var producer = new Producer("gateway.a", transport, TimeSpan.FromMilliseconds(20));
        try
        {
            using var enrolment = new HttpProducerEnrolment(
                new HttpCommitTransportOptions { BaseAddress = auditor.Address, ApiToken = DaprUnderTest.AppToken }, TimeProvider.System);
            await producer.EnrolAsync(enrolment, Token);
            var running = producer.RunAsync(Token);
            await UntilAsync(async () => (await log.NumbersAsync(producer.Id, Token)).Count > 0);

            await auditor.KillAsync(Token);
            await UntilAsync(async () => await dapr.Auditor!.CountAsync("lost", Token) > 0);
            await auditor.DisposeAsync();
            auditor = await log.StartAuditorAsync(dapr.AppPort, Token, gapAfterSeconds: 1);
            var restarted = producer.Made;
            await UntilAsync(async () => (await log.NumbersAsync(producer.Id, Token)).Max() > restarted);
            producer.End();
            await running;

            // Every number that the producer was told is recorded stands in the log, or in a gap.
            var missing = new HashSet<long>();
            await UntilAsync(async () =>
            {
                missing = [.. producer.Told.Except(await log.NumbersAsync(producer.Id, Token))];
                return await dapr.Auditor!.CountAsync("lost", Token) is var lost && missing.Count <= lost &&
                    missing.SetEquals((await GapsAsync(log)).SelectMany(Numbers).Where(missing.Contains));
            });

            Assert.NotEmpty(missing);
            output.WriteLine($"{producer.Made} events, {missing.Count} lost and shown as {(await GapsAsync(log)).Count} gaps");
            Assert.Equal(0, await auditor.TerminateAsync(Token));
            Assert.All((await log.VerifyAsync(Token)).Findings, finding => Assert.Equal(FindingKind.ProducerGap, finding.Kind));
        }
        finally
        {
            await auditor.DisposeAsync();
        }
    }

    private static async Task<List<GapBody>> GapsAsync(AuditedLog log) =>
        [.. (await log.ReadAsync(Token)).OfType<GapBody>().Where(gap => !gap.NotClosed)];

    private static IEnumerable<long> Numbers(GapBody gap)
    {
        for (var number = gap.From; number <= (gap.Through ?? gap.From); number++)
        {
            yield return number;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(100, Token);
        }
    }
}
