using CsCheck;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.State;

namespace Signet.Ledger.Tests.Verification;

/// <summary>A log with state objects as a right writer would write it, in which nothing but events of producers may be missing.</summary>
/// <param name="Every">Which segments have a state.</param>
/// <param name="Segments">What stands in each segment, and what comes before it.</param>
internal sealed record StartPlan(int Every, IReadOnlyList<StartPlan.Part> Segments)
{
    public static Gen<StartPlan> Any { get; } = Gen.Select(
        Gen.Int[1, 3],
        Gen.Select(
            Gen.Int[0, 9], Gen.Select(Gen.Int[0, 19], Gen.Int[0, 2]).List[1, 10], Gen.Int[0, 9],
            (before, steps, behind) => new Part(before == 0, TimeSpan.FromDays(before == 1 ? 9 : 0), steps, behind == 0)).List[2, 7],
        (every, segments) => new StartPlan(every, segments));

    public StateLog Write()
    {
        var log = new StateLog(Every);
        using var writer = new Writer(log);
        var keys = 1;
        foreach (var part in Segments)
        {
            if (part.OpensEpoch)
            {
                log.NextEpoch();
            }

            log.Wait(part.Waits);
            var bodies = part.Steps.Select(step => writer.Step(step.Kind, step.Producer)).ToList();
            if (part.Rotates)
            {
                bodies.Add(new KeyBody { From = $"chain-{keys}", To = $"chain-{++keys}", Reason = "scheduled" });
            }

            writer.Segment(bodies);
        }

        return log;
    }

    /// <param name="OpensEpoch">True when another writer takes over first.</param>
    /// <param name="Waits">How long nothing happens first.</param>
    /// <param name="Steps">The entries: what kind, and of which producer.</param>
    /// <param name="Rotates">True when the chain key is replaced at the end.</param>
    internal sealed record Part(bool OpensEpoch, TimeSpan Waits, IReadOnlyList<(int Kind, int Producer)> Steps, bool Rotates);

    /// <summary>Knows which entries can come next.</summary>
    private sealed class Writer(StateLog log) : IDisposable
    {
        private readonly LogBuilder _samples = new();
        private readonly int[] _epochs = [0, 0, 0];
        private readonly SortedSet<long>[] _missing = [[], [], []];
        private readonly long[] _next = [0, 0, 0];
        private readonly List<AnchorBody> _anchors = [];
        private bool _rotated;

        public void Segment(List<EntryBody> bodies)
        {
            log.Segment(log.Segments.Count == 0 ? [.. StartLog.Beginning(), .. bodies] : bodies);
            var head = log.State.Head;
            _anchors.Add(StateEvents.Anchor(head.Size, head.RecordedAt) with { Root = head.Tree().Root.ToArray() });
        }

        public EntryBody Step(int kind, int producer) => kind switch
        {
            <= 7 => Commit(producer, _next[producer]++),
            <= 9 => Skip(producer),
            10 or 11 when _missing[producer].Count > 0 => Fill(producer),
            12 or 13 when Hole(producer) is { } gap => gap,
            14 => NewEpoch(producer, Commit(producer, _next[producer], EventPhase.Closed)),
            15 => NewEpoch(producer, NotClosed(producer)),
            16 when _anchors.Count > 0 => _anchors[^1],
            17 when _anchors.Count > 0 => _anchors[_anchors.Count * producer / 3],
            18 when !_rotated && (_rotated = true) => _samples.RotateCheckpointKey(),
            19 => new RecoveryBody { What = "torn file", Sha256 = Digest.Of([2]) },
            _ => new HeartbeatBody { IntervalSeconds = 300 },
        };

        public void Dispose() => _samples.Dispose();

        private static string Name(int producer) => $"gateway-{producer}";

        private Guid Epoch(int producer) => EventSamples.Uuid7((_epochs[producer] * 10) + 1);

        private CommitBody Commit(int producer, long seq, EventPhase phase = EventPhase.Alive) =>
            StateEvents.Commit(Name(producer), Epoch(producer), seq, phase);

        private CommitBody Skip(int producer)
        {
            _missing[producer].Add(_next[producer]);
            _next[producer] += 2;
            return Commit(producer, _next[producer] - 1);
        }

        private CommitBody Fill(int producer)
        {
            var seq = _missing[producer].Max;
            _missing[producer].Remove(seq);
            return Commit(producer, seq);
        }

        /// <summary>As the auditor accounts for what is missing. What the segment at hand adds isn't known yet.</summary>
        private GapBody? Hole(int producer) =>
            log.State.Find(new ProducerPosition(Name(producer), Epoch(producer), 0))?.NextHole() is { } hole
                ? new GapBody { Producer = Name(producer), Epoch = Epoch(producer), From = hole.From, Through = hole.Through }
                : null;

        private GapBody NotClosed(int producer) =>
            new() { Producer = Name(producer), Epoch = Epoch(producer), From = _next[producer], NotClosed = true };

        private EntryBody NewEpoch(int producer, EntryBody last)
        {
            _epochs[producer]++;
            _next[producer] = 0;
            _missing[producer].Clear();
            return last;
        }
    }
}
