using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor.Election;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Auditor.Tests.Simulation;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;
using Signet.Messaging;

namespace Signet.Auditor.Tests.Election;

/// <summary>An auditor process that is one of several.</summary>
internal sealed class SimAuditor : IDisposable
{
    private readonly SimWorld _world;
    private readonly SimClock _clock;
    private readonly HeldPort _port;
    private readonly CancellationTokenSource _stopping = new();

    public SimAuditor(SimWorld world, SimStore store, SimLease lease, SignetMetrics metrics, string name)
    {
        _world = world;
        _clock = new SimClock(world, TimeSpan.Zero);
        _port = new HeldPort(new SimPort(world, store));
        Lease = new SimLeasePort(world, lease);
        var options = TestAuditor.Options(writer: name);
        Election = new LeaseElection(options, Times, Lease, _clock, NullLogger<LeaseElection>.Instance);
        Sequencer = new LogSequencer(options, new KeyRing(options), _port, _port, Head, Election, metrics, _clock, NullLogger<LogSequencer>.Instance);
        Running = Sequencer.RunAsync(_stopping.Token);
    }

    public static LeaseOptions Times { get; } = new() { Name = "log", Namespace = "signet" };

    public SimLeasePort Lease { get; }

    public LeaseElection Election { get; }

    public LogHead Head { get; } = new();

    public LogSequencer Sequencer { get; }

    public Task Running { get; }

    /// <summary>The number of the heartbeat and when it was acknowledged.</summary>
    public List<(long Number, TimeSpan At)> Acknowledged { get; } = [];

    public int Refused { get; private set; }

    public bool IsDead => _clock.IsDead;

    /// <summary>Sends an entry that can be told from others.</summary>
    public void Send(long number) => Sequencer.Submit([new Told(number, outcome =>
    {
        if (outcome == CommitOutcome.Recorded)
        {
            Acknowledged.Add((number, TimeSpan.FromTicks(_world.Now)));
        }
        else
        {
            Refused++;
        }
    })]);

    /// <summary>kill -9, or a node that is gone.</summary>
    public void Kill()
    {
        _clock.IsDead = true;
        _port.IsCut = true;
        Lease.Fault = LeaseFault.Silent;
    }

    /// <summary>The store does what it is asked for, and says so when it is let go.</summary>
    public void HoldAnswers() => _port.Hold();

    public void LetAnswersGo() => _port.LetGo();

    public void Stop() => _stopping.Cancel();

    public void Dispose()
    {
        _stopping.Dispose();
        Sequencer.Dispose();
    }

    private sealed class Told(long number, Action<CommitOutcome> tell) : EntrySubmission([new HeartbeatBody { IntervalSeconds = number }])
    {
        protected override void Tell(CommitOutcome outcome) => tell(outcome);
    }
}
