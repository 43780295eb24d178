using Signet.Ledger.Events;

namespace Signet.Testing.Auditor;

/// <summary>Small, valid events of one producer epoch.</summary>
public sealed class TestEvents : IDisposable
{
    private readonly CommitSigner _signer;

    public TestEvents(string logId, string producer, DateTimeOffset began, string? keyId = null, string alg = EventSignature.Ed25519)
    {
        (Producer, Epoch) = (producer, Guid.CreateVersion7(began));
        _signer = CommitSigner.Create(logId, keyId ?? producer + ".key", alg);
    }

    public string Producer { get; }

    public Guid Epoch { get; set; }

    public string KeyId => _signer.KeyId;

    public string Alg => _signer.Alg;

    public ReadOnlyMemory<byte> PublicKey => _signer.PublicKey;

    /// <summary>The wire form of an event; another <paramref name="variant"/> gives other octets under the same number.</summary>
    public byte[] Wire(long seq, string variant = "", EventPhase phase = EventPhase.Alive) => Sign(seq, variant, phase).ToWire();

    public SignedEvent Sign(long seq, string variant = "", EventPhase phase = EventPhase.Alive) => _signer.Sign(Event(seq, variant, phase));

    /// <summary>An event whose name says when it was made.</summary>
    public SignedEvent SignAt(long seq, DateTimeOffset at) => _signer.Sign(Event(seq, "", EventPhase.Alive) with { Id = Guid.CreateVersion7(at) });

    /// <summary>Events of numbers that follow each other, as one batch where the key signs batches.</summary>
    public IReadOnlyList<SignedEvent> SignBatch(long from, int count) =>
        _signer.SignBatch([.. Enumerable.Range(0, count).Select(i => new UnsignedEvent(Event(from + i, "", EventPhase.Alive)))]);

    public void Dispose() => _signer.Dispose();

    private CommitEvent Event(long seq, string variant, EventPhase phase) => new()
    {
        Id = Guid.CreateVersion7(),
        OccurredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Producer = new ProducerPosition(Producer, Epoch, seq),
        Phase = phase,
        Metadata = [new EventMetadata("next_seq", (seq + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)), new EventMetadata("variant", variant)],
    };
}
