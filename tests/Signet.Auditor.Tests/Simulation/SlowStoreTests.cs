using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor.Election;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Xunit;

namespace Signet.Auditor.Tests.Simulation;

/// <summary>How long a commit takes on an object store, in virtual time.</summary>
public sealed class SlowStoreTests(ITestOutputHelper output)
{
    private const int Commits = 20_000;
    private const double PerSecond = 200;

    [Fact]
    public void Commits_StoreOf100Milliseconds_WaitForOnePutAndWhatIsLeftOfAnother()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new SignetMetrics(services.GetRequiredService<IMeterFactory>());
        var waits = new List<TimeSpan>();
        var world = new SimWorld(1) { Faults = false };
        var port = new SlowPort(world);
        var thread = new Thread(() =>
        {
            var sequencer = new LogSequencer(
                TestAuditor.Options(), new KeyRing(TestAuditor.Options()), port, port, new LogHead(), SingleWriter.Instance, metrics, new SimClock(world, TimeSpan.Zero), NullLogger<LogSequencer>.Instance);
            _ = sequencer.RunAsync(CancellationToken.None);
            Arrive(world, sequencer, waits);
            while (waits.Count < Commits)
            {
                world.Step();
            }
        });
        thread.Start();
        thread.Join();
        waits.Sort();
        var (median, late) = (waits[waits.Count / 2], waits[waits.Count * 99 / 100]);
        output.WriteLine($"median {median.TotalMilliseconds:n0} ms, p99 {late.TotalMilliseconds:n0} ms, {(double)Commits / port.Segments:n1} entries a segment");

        // One PUT for each; the last may be under way.
        Assert.InRange(port.Creates - port.Segments, 0, 1);
        Assert.InRange(median, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(160));
        Assert.InRange(late, median, TimeSpan.FromMilliseconds(320));
    }

    private static void Arrive(SimWorld world, LogSequencer sequencer, List<TimeSpan> waits)
    {
        var at = world.Now;
        sequencer.Submit([new Told([new HeartbeatBody { IntervalSeconds = 300 }], outcome =>
        {
            Assert.Equal(CommitOutcome.Recorded, outcome);
            waits.Add(TimeSpan.FromTicks(world.Now - at));
        })]);
        world.In(TimeSpan.FromSeconds(-Math.Log(1 - world.Random.NextDouble()) / PerSecond), () => Arrive(world, sequencer, waits));
    }

    /// <summary>Tells at once, on the thread of the world.</summary>
    private sealed class Told(IReadOnlyList<EntryBody> bodies, Action<CommitOutcome> tell) : EntrySubmission(bodies)
    {
        protected override void Tell(CommitOutcome outcome) => tell(outcome);
    }
}
