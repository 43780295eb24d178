using Signet.Auditor.Sequencing;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Ledger.Verification;
using Signet.Messaging;

namespace Signet.Auditor.Tests.Simulation;

/// <summary>
/// One schedule: writers that come, die and fight; a broker that delivers at least once, to any of them, late, twice and out of order; and
/// a store with every fault. At the end the faults stop, one writer is left, and the books are checked.
/// </summary>
internal sealed class SimRun(int seed, SimEvents events, AuditorOptions options, SignetMetrics metrics)
{
    private const int Writers = 3;
    private const int Overtaken = 8;
    private static readonly TimeSpan Chaos = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly SimWorld _world = new(seed);
    private readonly SimStore _store = new();
    private readonly List<SimWriter> _writers = [];
    private readonly HashSet<SignedEvent> _open = [.. events.All];
    private readonly HashSet<SignedEvent> _acknowledged = [];
    private readonly HashSet<ProducerKeyBody> _enrolled = [];
    private readonly List<(SimWriter Writer, Task<IReadOnlyList<CommitOutcome>> Answer, SignedEvent[] Sent, bool Lost)> _deliveries = [];
    private readonly List<(Task<CommitOutcome> Answer, ProducerKeyBody Key)> _enrolments = [];

    /// <summary>What it did, for somebody who compares two runs of a seed.</summary>
    public string Trace => $"{_world.Now} {_store.Segments.Count} {_writers.Count} {_acknowledged.Count}";

    public IReadOnlyList<ReadOnlyMemory<byte>> Segments => _store.Segments;

    public int Started => _writers.Count;

    public void Run()
    {
        Havoc();
        Deliver();
        while (_world.Now < Chaos.Ticks)
        {
            Step();
        }

        _world.Faults = false;
        _writers.ForEach(writer => writer.Kill());
        var begun = 0;
        while (_open.Count > 0 || _enrolled.Count < events.Keys.Count)
        {
            if (!_writers[^1].IsAlive)
            {
                // Requests that outlived their senders may still overtake one or two.
                if (begun++ > Overtaken)
                {
                    throw new SimulationException($"no writer can go on: {_writers[^1].Running.Exception?.InnerException?.Message}");
                }

                Begin();
            }

            Step();
            if (_world.Now > Patience.Ticks)
            {
                throw new SimulationException($"{_open.Count} events were never acknowledged");
            }
        }

        Check();
    }

    private void Step()
    {
        _world.Step();
        foreach (var writer in _writers)
        {
            if (writer.IsAlive)
            {
                writer.CheckHead();
            }
        }

        for (var i = _deliveries.Count - 1; i >= 0; i--)
        {
            var (writer, answer, sent, lost) = _deliveries[i];
            if (answer.IsCompleted)
            {
                _deliveries.RemoveAt(i);
                Take(answer.Result, sent, lost);
            }
            else if (writer.HasEnded)
            {
                throw new SimulationException("a writer ended and owes an answer");
            }
        }

        for (var i = _enrolments.Count - 1; i >= 0; i--)
        {
            var (answer, key) = _enrolments[i];
            if (answer.IsCompleted)
            {
                _enrolments.RemoveAt(i);
                if (answer.Result == CommitOutcome.Quarantined)
                {
                    throw new SimulationException("a key was refused");
                }

                if (answer.Result == CommitOutcome.Recorded)
                {
                    _enrolled.Add(key);
                }
            }
        }
    }

    private void Take(IReadOnlyList<CommitOutcome> outcomes, SignedEvent[] sent, bool lost)
    {
        for (var i = 0; i < sent.Length; i++)
        {
            if (outcomes[i] == CommitOutcome.Quarantined)
            {
                throw new SimulationException($"event {sent[i].Event.Producer.Seq} was quarantined");
            }

            if (outcomes[i] == CommitOutcome.Recorded)
            {
                // The auditor has promised it, whether the answer arrives or not.
                _acknowledged.Add(sent[i]);
                if (!lost)
                {
                    _open.Remove(sent[i]);
                }
            }
        }
    }

    private void Begin() => _writers.Add(new SimWriter(_world, _store, options, metrics));

    /// <summary>Writers are started beside those that live, and killed; mostly there is one.</summary>
    private void Havoc()
    {
        if (!_world.Faults)
        {
            return;
        }

        var alive = _writers.FindAll(writer => writer.IsAlive);
        var draw = _world.Random.Next(10);
        if (alive.Count == 0 || (draw < 2 && alive.Count < Writers))
        {
            Begin();
        }
        else if (draw < 4)
        {
            alive[_world.Random.Next(alive.Count)].Kill();
        }
        else if (draw == 4)
        {
            // All at once, as after a loss of power.
            alive.ForEach(writer => writer.Kill());
            Begin();
            Begin();
        }

        _world.In(TimeSpan.FromMilliseconds(_world.Random.Next(400)), Havoc);
    }

    /// <summary>The broker: what isn't acknowledged is delivered again, to a writer that need not be the one that writes.</summary>
    private void Deliver()
    {
        var among = _writers.FindAll(writer => writer.IsAlive);
        if (among.Count > 0)
        {
            var writer = among[_world.Random.Next(among.Count)];
            if (writer.Head.Position is not null || _world.Random.Next(4) == 0)
            {
                DeliverTo(writer);
            }
        }

        _world.In(TimeSpan.FromMilliseconds(_world.Random.Next(60)), Deliver);
    }

    private void DeliverTo(SimWriter writer)
    {
        foreach (var key in events.Keys)
        {
            if (!_enrolled.Contains(key))
            {
                var enrolment = new EntrySubmission([key]);
                _enrolments.Add((writer.Sequencer.SubmitAsync(enrolment), key));
            }
        }

        // As the intake does, which knows keys from what is stored: others' events wait.
        var ready = events.All.Where(sent => (_open.Contains(sent) || _world.Fails(0.02)) &&
            writer.Head.Keys.ContainsKey((sent.Event.Producer.Id, sent.Signature.KeyId))).ToArray();
        if (ready.Length == 0)
        {
            return;
        }

        _world.Random.Shuffle(ready);
        var sent = ready.Take(1 + _world.Random.Next(6)).ToList();
        if (_world.Fails(0.2))
        {
            sent.Add(sent[0]);
        }

        var delivery = new Delivery(sent.Count);
        writer.Sequencer.Submit([.. sent.Select((item, place) => new EventSubmission(delivery, place, item))]);
        _deliveries.Add((writer, delivery.Answer, [.. sent], _world.Fails(0.1)));
    }

    /// <summary>The log is one chain, its epochs rise, each by another writer, and it holds each event once, those that were promised among them.</summary>
    private void Check()
    {
        using var replay = new LogReplay(options.LogId, (epoch, segment) =>
            ChainKey.ForEpoch(options.ChainRootSecret.Span, options.LogId, epoch.Epoch, segment));
        var found = new HashSet<Digest>();
        var openers = new HashSet<string>(StringComparer.Ordinal);
        long last = 0;
        for (var number = 0; number < _store.Segments.Count; number++)
        {
            if (replay.Apply(number, _store.Segments[number]) is { } fault)
            {
                throw new SimulationException($"segment {number}: {fault}");
            }

            if (!SegmentObject.TryParse(_store.Segments[number], out var segment, out _) || segment!.Header.Epoch < last || segment.Header.Epoch > last + 1)
            {
                throw new SimulationException($"segment {number} is of epoch {segment?.Header.Epoch} behind epoch {last}");
            }

            last = segment.Header.Epoch;
            foreach (var line in segment.Lines)
            {
                switch (EntryCodec.Read(line.Entry).Entry?.Body)
                {
                    case CommitBody commit when !found.Add(commit.SignedEvent.Digest):
                        throw new SimulationException("an event stands in the log twice");
                    case EpochBody epoch when !openers.Add(epoch.Writer):
                        // Two that came back could fence each other for ever.
                        throw new SimulationException($"a writer came back in epoch {epoch.Epoch} after it was overtaken");
                }
            }
        }

        if (_acknowledged.FirstOrDefault(promised => !found.Contains(promised.Digest)) is { } missing)
        {
            throw new SimulationException($"event {missing.Event.Producer.Seq} was acknowledged and isn't in the log");
        }
    }

    /// <summary>The same as whoever verifies the log would; takes longer than the schedule.</summary>
    public VerificationReport Verify()
    {
        var verification = new LogVerification(TestAuditor.Trust(options));
        for (var number = 0; number < _store.Segments.Count; number++)
        {
            verification.Segment(number, _store.Segments[number]);
        }

        return verification.Complete(HastyTime.Start + TimeSpan.FromTicks(_world.Now) + TimeSpan.FromMinutes(1));
    }
}
