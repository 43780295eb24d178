using System.Collections.Concurrent;
using Signet.EndToEndTests.Clients;
using Signet.EndToEndTests.Logs;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Crashes;

/// <summary>Whatever was promised stands in the log, however the process ended.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int MaxLoadMilliseconds = 700;
    private const int MaxStartMilliseconds = 300;

    private static readonly int Kills = TestSize.IsFull ? 100 : 5;

    [Fact]
    public async Task Kill_UnderLoad_LosesNoPromise()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(TestSize.Seed);
        using var data = new TemporaryDirectory();
        var receipts = new ConcurrentQueue<string>();
        var size = 0L;
        var signet = await SignetProcess.UpAsync(data.Path, [], cancellation);
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                var delay = random.Next(MaxLoadMilliseconds);
                await using (var load = Load.Start(signet.Address, receipts))
                {
                    // Most kills hit a system at work; the others may hit it before its first answer.
                    var before = receipts.Count;
                    while (kill % 4 != 3 && receipts.Count == before)
                    {
                        await Task.Delay(1, cancellation);
                    }

                    await Task.Delay(delay, cancellation);
                    await signet.KillAsync(cancellation);
                    await load.WaitAsync();
                }

                await signet.DisposeAsync();
                if (random.Next(2) == 0)
                {
                    await KillWhileStartingAsync(data.Path, random.Next(MaxStartMilliseconds), cancellation);
                }

                signet = await SignetProcess.UpAsync(data.Path, [], cancellation);
                var log = await LogUnderTest.ReadAsync(data.Path, cancellation);
                log.AssertClean();
                Assert.True(log.Report.Size > size, $"The log shrank from {size} to {log.Report.Size}.");
                size = log.Report.Size;
                Assert.All(receipts, log.AssertKept);
            }

            Assert.NotEmpty(receipts);
        }
        finally
        {
            output.WriteLine($"seed {TestSize.Seed}: {Kills} kills, {receipts.Count} receipts, {size} entries");
            await signet.DisposeAsync();
        }
    }

    [Fact]
    public async Task Kill_WhileStarting_LeavesADirectoryThatStarts()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(TestSize.Seed);
        output.WriteLine($"seed {TestSize.Seed}: {Kills} kills while starting");
        for (var kill = 0; kill < Kills; kill++)
        {
            using var data = new TemporaryDirectory();
            await KillWhileStartingAsync(data.Path, random.Next(MaxStartMilliseconds * 4), cancellation);
            await using var signet = await SignetProcess.UpAsync(data.Path, [], cancellation);
            Assert.Equal(0, await signet.TerminateAsync(cancellation));
            (await LogUnderTest.ReadAsync(data.Path, cancellation)).AssertClean();
        }
    }

    private static async Task KillWhileStartingAsync(string data, int delay, CancellationToken cancellationToken)
    {
        await using var starting = SignetProcess.Spawn(data);
        await Task.Delay(delay, cancellationToken);
        await starting.KillAsync(cancellationToken);
    }
}
