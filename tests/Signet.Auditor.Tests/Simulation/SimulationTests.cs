using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Auditor.Tests.Simulation;

/// <summary>
/// Writers, producers, a broker and a store in one thread and a time of their own. No acknowledged event is lost, none stands twice, the log has no fork,
/// nothing is said of it that isn't stored, epochs rise, and who was overtaken never writes again. A failure prints its seed: SIGNET_TEST_SEED runs that one schedule.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Usual = 4_000;
    private const int Full = 1_000_000;

    // Verifying a log takes longer than making it.
    private const int VerifyEvery = 200;

    private readonly SimEvents _events = new();
    private readonly AuditorOptions _options = TestAuditor.Options();

    // Of every other schedule: what has no room in a segment waits for the next.
    private readonly AuditorOptions _small = TestAuditor.Options(maxSegmentEntries: 4);

    [Fact]
    public void Schedules_AllFaults_KeepEveryPromise()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new SignetMetrics(services.GetRequiredService<IMeterFactory>());
        var failures = new ConcurrentQueue<string>();
        var one = int.TryParse(Environment.GetEnvironmentVariable("SIGNET_TEST_SEED"), CultureInfo.InvariantCulture, out var given);
        var first = one ? given : Random.Shared.Next(1 << 30);
        var count = one ? 1 : Count();
        var next = -1;
        output.WriteLine($"schedules {count} from seed {first}");

        // Threads of their own: what a pool or a test's context adds to them would not be the same the next time.
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < count && failures.IsEmpty)
            {
                var seed = unchecked(first + number);
                try
                {
                    var run = new SimRun(seed, _events, int.IsEvenInteger(seed) ? _options : _small, metrics);
                    run.Run();
                    if (number % VerifyEvery == 0 && run.Verify() is { Result: not VerificationResult.Clean } report)
                    {
                        throw new SimulationException(report.Findings[0].ToString());
                    }
                }
                catch (Exception exception)
                {
                    failures.Enqueue($"SIGNET_TEST_SEED={seed}: {exception}");
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        // Whole, as the assertion shows of each its beginning alone.
        Array.ForEach([.. failures], output.WriteLine);
        Assert.Empty(failures);
    }

    [Fact]
    public void Schedule_OfOneSeed_IsTheSameEveryTime()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new SignetMetrics(services.GetRequiredService<IMeterFactory>());
        var traces = new List<string>();
        var thread = new Thread(() =>
        {
            for (var seed = 0; seed < 40; seed++)
            {
                var run = new SimRun(seed / 2, _events, int.IsEvenInteger(seed / 2) ? _options : _small, metrics);
                run.Run();
                traces.Add(run.Trace);
            }
        });
        thread.Start();
        thread.Join();

        Assert.Equal(40, traces.Count);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(traces[2 * i], traces[(2 * i) + 1]));
        Assert.True(traces.Distinct().Count() > 10);
    }

    private static int Count() =>
        int.TryParse(Environment.GetEnvironmentVariable("SIGNET_TEST_SCHEDULES"), CultureInfo.InvariantCulture, out var asked) ? asked
        : Environment.GetEnvironmentVariable("SIGNET_TEST_FULL") == "1" ? Full : Usual;
}
