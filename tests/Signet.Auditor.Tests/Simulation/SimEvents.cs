using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Testing.Auditor;

namespace Signet.Auditor.Tests.Simulation;

/// <summary>Signed once and sent in every schedule: signing takes longer than all the rest of it.</summary>
internal sealed class SimEvents
{
    public const int Producers = 3;
    public const int OfEach = 8;

    public SimEvents()
    {
        for (var i = 0; i < Producers; i++)
        {
            using var events = new TestEvents(TestAuditor.LogId, $"gateway.{i}", HastyTime.Start);
            Keys.Add(new ProducerKeyBody
            {
                Producer = events.Producer,
                KeyId = events.KeyId,
                Alg = events.Alg,
                PublicKey = events.PublicKey,
                Evidence = "a simulation",
            });
            All.AddRange(Enumerable.Range(0, OfEach).Select(seq => events.Sign(seq)));
        }
    }

    public List<ProducerKeyBody> Keys { get; } = [];

    public List<SignedEvent> All { get; } = [];
}
