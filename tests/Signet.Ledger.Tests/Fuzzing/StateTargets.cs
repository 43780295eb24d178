using Signet.Ledger.State;
using Signet.Ledger.Tests.State;
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

    public static FuzzTarget[] All => [new("state", ["StateReader.Read", "StateCodec.Read"], States, State)];

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
}
