using Signet.Ledger.State;
using Signet.Ledger.Tests.State;
using Signet.Ledger.Tests.Verification;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>State objects: whatever is taken for one is one, in its only form.</summary>
internal static class StateTargets
{
    private static byte[][] States { get; } =
    [
        .. FuzzTargets.Values(StatePlan.Any, 8).SelectMany(plan =>
        {
            using var log = plan.Write();
            return log.States.Values.ToArray();
        }),
    ];

    public static FuzzTarget[] All =>
    [
        new("state", ["StateReader.Read", "StateCodec.Read"], States, State),
        new("checkpoint-start", ["CheckpointStart.TryRead", "LogVerification.From"], [Log.Segments[1]], Last),
    ];

    private static StateLog Log { get; } = StartLog.Small();

    private static bool State(byte[] octets)
    {
        if (StateReader.Read(octets) is not { } read)
        {
            Assert.Null(StateCodec.Read(octets, Digest.Of(octets)));
            return false;
        }

        FuzzTargets.Same(octets, StateLog.Write(read));
        Assert.NotNull(StateCodec.Read(octets, Digest.Of(octets)));
        Assert.Null(StateCodec.Read(octets, Digest.Of([.. octets, 0])));
        return true;
    }

    /// <summary>With secrets no other octets than the segment's own will do.</summary>
    private static bool Last(byte[] octets)
    {
        var (trust, checkpoint, last) = (StartLog.Trust(), StartLog.CheckpointOf(Log.Segments[1]), new StoredSegment(1, octets));
        Assert.Null(LogVerification.From(trust, checkpoint, last, octets, out _));
        using var walk = LogVerification.From(trust, checkpoint, last, Log.States[1], out var fault);
        Assert.Equal(walk is null, fault.Length > 0);
        if (walk is not null)
        {
            // The segment's MAC covers all of it.
            FuzzTargets.Same(Log.Segments[1], octets);
        }

        return walk is not null;
    }
}
