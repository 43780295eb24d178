using Signet.Auditor.State;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;
using Signet.Testing.Auditor;

namespace Signet.Auditor.Tests.State;

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

    public static byte[] Write(LogState state) =>
        StateCodec.Write(state, state.Head.Size, state.Head.Edge, state.Head.LastMac, state.Head.RecordedAt);

    public static Entry Commit(long entry, DateTimeOffset at, SignedEvent signedEvent) => new(entry, at, new CommitBody { SignedEvent = signedEvent });

    /// <summary>A state that entries of a few producers, out of order and in several epochs, have led to.</summary>
    public static LogState Any(Random random)
    {
        var at = HastyTime.Start;
        var state = Begun(at);
        var tree = new MerkleTree();
        var entry = 2L;
        for (var producer = 0; producer < 1 + random.Next(3); producer++)
        {
            using var events = new TestEvents(TestAuditor.LogId, $"producer.{random.Next(100)}", at);
            state.Apply(new Entry(entry++, at, new ProducerKeyBody
            {
                Producer = events.Producer,
                KeyId = events.KeyId,
                Alg = EventSignature.Ed25519,
                PublicKey = events.PublicKey,
                Evidence = "test",
                Revoked = random.Next(3) == 0,
                NotAfter = random.Next(2) == 0 ? at.AddDays(1) : null,
            }));
            for (var epoch = 0; epoch < 1 + random.Next(4); epoch++)
            {
                events.Epoch = Guid.CreateVersion7(at);
                foreach (var seq in Enumerable.Range(0, 20).Where(_ => random.Next(4) > 0).OrderBy(_ => random.Next()))
                {
                    at = at.AddTicks(random.NextInt64(TimeSpan.TicksPerMinute));
                    state.Apply(Commit(entry++, at, events.Sign(seq, "", random.Next(20) == 0 ? EventPhase.Closed : EventPhase.Alive)));
                }

                if (random.Next(2) == 0)
                {
                    state.Apply(new Entry(entry++, at, new GapBody
                    {
                        Producer = events.Producer,
                        Epoch = events.Epoch,
                        From = 3,
                        Through = random.Next(2) == 0 ? 5 : null,
                    }));
                }
            }
        }

        for (var leaf = 0; leaf < entry; leaf++)
        {
            tree.Append(Digest.Of([(byte)leaf]));
        }

        state.Head = new ChainHead
        {
            NextSegment = 4,
            Size = entry,
            LastMac = Digest.Of([1]),
            PrevSegment = Digest.Of([2]),
            RecordedAt = at,
            Edge = [.. tree.Edge],
        };
        return state;
    }
}
