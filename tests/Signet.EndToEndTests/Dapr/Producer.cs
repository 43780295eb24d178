using System.Collections.Concurrent;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Testing.Auditor;

namespace Signet.EndToEndTests.Dapr;

/// <summary>
/// A producer as a gateway is one: numbers without a gap, a batch of what is new, and what isn't known to be stored goes again in the
/// same octets. Counts what it was told.
/// </summary>
internal sealed class Producer(string id, ICommitTransport transport, TimeSpan pause) : IDisposable
{
    private const int BatchSize = 16;

    private readonly TestEvents _events = new(AuditedLog.LogId, id, TimeProvider.System.GetUtcNow(), alg: EventSignature.Ed25519Tree);
    private readonly List<SignedEvent> _unknown = [];
    private long _next;
    private volatile bool _isEnding;

    public string Id => id;

    /// <summary>How many events were made.</summary>
    public long Made => Interlocked.Read(ref _next);

    /// <summary>The numbers that it was told are recorded.</summary>
    public ConcurrentQueue<long> Told { get; } = new();

    public ValueTask EnrolAsync(IProducerEnrolment enrolment, CancellationToken cancellationToken) => enrolment.EnrolAsync(
        new ProducerEnrolment(id, _events.KeyId, _events.Alg, _events.PublicKey, "a test"), cancellationToken);

    /// <summary>Sends until it is told to end, and then what is left.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!_isEnding || _unknown.Count > 0)
        {
            await SendAsync(cancellationToken);
            await Task.Delay(pause, cancellationToken);
        }
    }

    /// <summary>No new events.</summary>
    public void End() => _isEnding = true;

    public void Dispose() => _events.Dispose();

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (!_isEnding && _unknown.Count < 256 - BatchSize)
        {
            _unknown.AddRange(_events.SignBatch(_next, BatchSize));
            Interlocked.Add(ref _next, BatchSize);
        }

        var outcomes = await transport.SendAsync([.. _unknown.Select(item => item.Wire)], cancellationToken);
        Assert.DoesNotContain(CommitOutcome.Quarantined, outcomes);
        for (var i = outcomes.Count - 1; i >= 0; i--)
        {
            if (outcomes[i] == CommitOutcome.Recorded)
            {
                Told.Enqueue(_unknown[i].Event.Producer.Seq);
                _unknown.RemoveAt(i);
            }
        }
    }
}
