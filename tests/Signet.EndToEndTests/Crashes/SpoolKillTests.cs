using System.Collections.Concurrent;
using Signet.Cli.AllInOne;
using Signet.EndToEndTests.Clients;
using Signet.Ledger.Events;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Crashes;

/// <summary>At level spool whatever was answered gets into the log, once and in order, whichever process ends and for however long.</summary>
public sealed class SpoolKillTests(ITestOutputHelper output)
{
    private const int MaxLoadMilliseconds = 500;

    private static readonly int Kills = TestSize.IsFull ? 100 : 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_GatewayUnderLoadAndAuditorInBetween_LosesNothingThatWasAnswered()
    {
        var random = new Random(TestSize.Seed);
        using var directory = new TemporaryDirectory();
        await using var development = await DevelopmentServices.StartAsync(directory.File("development"), TimeProvider.System, Token);
        var processes = new SpoolProcesses(directory.Path, development);
        var receipts = new ConcurrentQueue<string>();
        var auditor = await processes.StartAuditorAsync(Token);
        var gateway = await processes.StartGatewayAsync(Token);
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                await using (var load = Load.Start(gateway.Address, receipts))
                {
                    var before = receipts.Count;
                    while (receipts.Count < before + 5)
                    {
                        await Task.Delay(1, Token);
                    }

                    if (kill % 2 == 1)
                    {
                        await auditor.KillAsync(Token);
                    }

                    await Task.Delay(random.Next(MaxLoadMilliseconds), Token);
                    await gateway.KillAsync(Token);
                    await load.WaitAsync();
                }

                if (kill % 2 == 1)
                {
                    await auditor.DisposeAsync();
                    auditor = await processes.StartAuditorAsync(Token);
                }

                await gateway.DisposeAsync();
                gateway = await processes.StartGatewayAsync(Token);
            }

            await SpoolProcesses.DrainAsync(gateway, Token);
            Assert.Equal(0, await gateway.TerminateAsync(Token));
            Assert.Equal(0, await auditor.TerminateAsync(Token));
            var events = await processes.VerifyAsync(receipts, Token);
            output.WriteLine($"seed {TestSize.Seed}: {Kills} kills, {receipts.Count} receipts, {events.Count} events");
            Assert.Equal(Kills + 1, events.Count(one => one.Phase == EventPhase.Opened));
        }
        finally
        {
            await gateway.DisposeAsync();
            await auditor.DisposeAsync();
        }
    }

    [Fact]
    public async Task Outage_LongerThanTheSpoolLasts_IsAnsweredUntilItIsFullAndThenRefused()
    {
        using var directory = new TemporaryDirectory();
        await using var development = await DevelopmentServices.StartAsync(directory.File("development"), TimeProvider.System, Token);
        var processes = new SpoolProcesses(directory.Path, development);
        var receipts = new ConcurrentQueue<string>();
        var auditor = await processes.StartAuditorAsync(Token);
        await using var gateway = await processes.StartGatewayAsync(Token, maxBytes: 8 << 20);
        using var client = new HttpClient();
        try
        {
            await auditor.KillAsync(Token);
            var body = "";
            for (var status = 0; status != 503;)
            {
                (status, body, var given) = await Ask.SendAsync(client, Ask.For(gateway.Address, "How do I water a cactus?"), Token);
                given.ForEach(receipts.Enqueue);
            }

            Assert.Contains("recording_unavailable", body, StringComparison.Ordinal);
            Assert.True(receipts.Count > 500, $"{receipts.Count} were answered");
            var second = await Assert.ThrowsAsync<InvalidOperationException>(() => processes.StartGatewayAsync(Token));
            Assert.Contains("The spool is in use", second.Message, StringComparison.Ordinal);

            await auditor.DisposeAsync();
            auditor = await processes.StartAuditorAsync(Token);
            await SpoolProcesses.DrainAsync(gateway, Token);
            var (after, _, last) = await Ask.SendAsync(client, Ask.For(gateway.Address, "How do I water a cactus?"), Token);
            last.ForEach(receipts.Enqueue);
            Assert.Equal(200, after);
            Assert.Equal(0, await gateway.TerminateAsync(Token));
            Assert.Equal(0, await auditor.TerminateAsync(Token));

            var events = await processes.VerifyAsync(receipts, Token);
            output.WriteLine($"{receipts.Count} receipts, {events.Count} events");
            Assert.Equal(
                [EventPhase.Spooling, EventPhase.Drained],
                events.Select(one => one.Phase).Where(phase => phase is EventPhase.Spooling or EventPhase.Drained));
            Assert.Contains(events.SelectMany(one => one.Metadata), value => value.Name == "recording_unavailable");
        }
        finally
        {
            await auditor.DisposeAsync();
        }
    }
}
