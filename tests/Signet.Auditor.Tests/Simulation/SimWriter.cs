using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor.Election;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Segments;

namespace Signet.Auditor.Tests.Simulation;

/// <summary>An auditor process.</summary>
internal sealed class SimWriter
{
    private readonly SimStore _store;
    private readonly SimClock _clock;
    private readonly SimPort _port;
    private LogPosition? _seen;

    public SimWriter(SimWorld world, SimStore store, AuditorOptions options, SignetMetrics metrics)
    {
        _store = store;
        _clock = new SimClock(world, TimeSpan.FromSeconds(world.Faults ? world.Random.Next(-20, 20) : 25));
        _port = new SimPort(world, store);
        Sequencer = new LogSequencer(options, new KeyRing(options), _port, _port, Head, SingleWriter.Instance, metrics, _clock, NullLogger<LogSequencer>.Instance);
        Running = Sequencer.RunAsync(CancellationToken.None);
    }

    public LogHead Head { get; } = new();

    public LogSequencer Sequencer { get; }

    public Task Running { get; }

    public bool IsAlive => !_clock.IsDead && !Running.IsCompleted;

    /// <summary>True once it has ended by itself, and not by a kill.</summary>
    public bool HasEnded => !_clock.IsDead && Running.IsCompleted;

    /// <summary>kill -9: nothing reaches it any more.</summary>
    public void Kill() => (_clock.IsDead, _port.IsCut) = (true, true);

    /// <summary>Whatever it says of the log, and so would sign, is stored.</summary>
    public void CheckHead()
    {
        if (Head.Position is not { } position || position == _seen)
        {
            return;
        }

        if (position.Segment >= _store.Segments.Count ||
            !SegmentObject.TryParse(_store.Segments[(int)position.Segment], out var segment, out _) ||
            segment!.Footer.Size != position.Size || segment.Footer.Root != position.Root)
        {
            throw new SimulationException($"a tree of size {position.Size} was given out that isn't stored");
        }

        if (position.Size < _seen?.Size)
        {
            throw new SimulationException("a writer's tree shrank");
        }

        _seen = position;
    }
}
