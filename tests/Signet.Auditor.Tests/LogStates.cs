using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.State;

namespace Signet.Auditor.Tests;

internal static class LogStates
{
    public static LogState Begun(DateTimeOffset at)
    {
        var options = TestAuditor.Options();
        var state = new LogState();
        state.Apply(new Entry(0, at, new GenesisBody
        {
            LogId = options.LogId,
            CreatedAt = at,
            KeyId = options.ChainKeyId,
            CheckpointVkey = "vkey",
            SlotMode = "conditional",
            Storage = "directory",
            Settings = options.Settings,
        }));
        state.Apply(new Entry(1, at, new EpochBody { Epoch = 1, Writer = "w", KeyId = options.ChainKeyId }));
        return state;
    }

    public static byte[] Write(LogState state) => StateCodec.Write(state, state.Head)!;

    public static Entry Commit(long entry, DateTimeOffset at, SignedEvent signedEvent) =>
        new(entry, at, new CommitBody { SignedEvent = signedEvent });
}
