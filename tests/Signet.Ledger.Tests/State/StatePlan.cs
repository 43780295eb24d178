using CsCheck;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;

namespace Signet.Ledger.Tests.State;

/// <summary>A log to be written: of a few producers in several epochs, with holes, gaps, keys, anchors, rotations and an end.</summary>
/// <param name="Every">Which segments have a state.</param>
/// <param name="Segments">What stands in each segment, and what comes before it.</param>
/// <param name="Ends">True when the log is closed.</param>
internal sealed record StatePlan(int Every, IReadOnlyList<StatePlan.Part> Segments, bool Ends)
{
    private static readonly Gen<EntryBody> Commits = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 14], Gen.Int[0, 9],
        (producer, epoch, seq, closes) => (EntryBody)StateEvents.Commit(
            $"gateway-{producer}", EventSamples.Uuid7(epoch + 1), seq, closes == 0 ? EventPhase.Closed : EventPhase.Alive));

    private static readonly Gen<EntryBody> Gaps = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 14], Gen.Int[0, 5].Nullable(),
        (producer, epoch, from, length) => (EntryBody)new GapBody
        {
            Producer = $"gateway-{producer}",
            Epoch = EventSamples.Uuid7(epoch + 1),
            From = from,
            Through = from + length,
            NotClosed = length is null,
        });

    // Everything that may stand anywhere: no genesis, epoch, key, end or seal.
    private static readonly Gen<EntryBody> Others =
        Gen.OneOf([.. new[] { 1, 3, 4, 5, 6, 7, 9, 10, 11 }.Select(type => EntrySamples.Bodies[type])]);

    private static readonly Gen<Part> Parts = Gen.Select(
        Gen.Frequency((6, Commits), (1, Gaps), (2, Others)).List[1, 12], Gen.Int[0, 9], Gen.Int[0, 9],
        (bodies, before, behind) => new Part(before == 0, TimeSpan.FromDays(before == 1 ? 9 : 0), bodies, behind == 0));

    public static Gen<StatePlan> Any { get; } = Gen.Select(
        Gen.Int[1, 4], Parts.List[1, 7], Gen.Bool, (every, segments, ends) => new StatePlan(every, segments, ends));

    public StateLog Write()
    {
        var log = new StateLog(Every);
        var keys = 1;
        foreach (var part in Segments)
        {
            if (part.OpensEpoch)
            {
                log.NextEpoch();
            }

            log.Wait(part.Waits);
            IEnumerable<EntryBody> rotation = part.Rotates
                ? [new KeyBody { From = $"chain-{keys}", To = $"chain-{++keys}", Reason = "scheduled" }]
                : [];
            log.Segment([.. part.Bodies, .. rotation]);
        }

        if (Ends)
        {
            log.Segment(new EndBody());
        }

        return log;
    }

    /// <param name="OpensEpoch">True when another writer takes over first.</param>
    /// <param name="Waits">How long nothing happens first.</param>
    /// <param name="Bodies">The entries.</param>
    /// <param name="Rotates">True when the chain key is replaced at the end.</param>
    internal sealed record Part(bool OpensEpoch, TimeSpan Waits, IReadOnlyList<EntryBody> Bodies, bool Rotates);
}
