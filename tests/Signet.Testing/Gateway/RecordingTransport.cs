using Signet.Ledger.Events;
using Signet.Messaging;

namespace Signet.Testing.Gateway;

/// <summary>A transport that keeps what it is sent, and fails as a test wants it to.</summary>
public sealed class RecordingTransport : ICommitTransport
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _arrived = [];
    private readonly List<int> _batches = [];

    /// <summary>What a send does, by its number and its events; null records everything.</summary>
    public Func<int, IReadOnlyList<SignedEvent>, CancellationToken, ValueTask<IReadOnlyList<CommitOutcome>>>? Behaviour { get; set; }

    public AcknowledgementLevel Level => AcknowledgementLevel.Broker;

    /// <summary>Every event that arrived, repetitions included, in order of arrival.</summary>
    public IReadOnlyList<byte[]> Arrived
    {
        get
        {
            lock (_lock)
            {
                return [.. _arrived];
            }
        }
    }

    public IReadOnlyList<int> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    /// <summary>Every event that arrived, each once, in order.</summary>
    public IReadOnlyList<CommitEvent> Events =>
        [.. Arrived.Select(Parse).DistinctBy(signed => signed.Event.Producer).Select(signed => signed.Event).OrderBy(value => value.Producer.Seq)];

    /// <summary>The events about requests.</summary>
    public IReadOnlyList<CommitEvent> Decisions => [.. Events.Where(value => value.Details is not null)];

    public async ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        int number;
        lock (_lock)
        {
            number = _batches.Count;
            _batches.Add(events.Count);
            _arrived.AddRange(events.Select(wire => wire.ToArray()));
        }

        return Behaviour is null
            ? [.. events.Select(_ => CommitOutcome.Recorded)]
            : await Behaviour(number, [.. events.Select(wire => Parse(wire.ToArray()))], cancellationToken);
    }

    public static SignedEvent Parse(byte[] wire) =>
        SignedEvent.TryParse(wire, out var signed) ? signed! : throw new InvalidOperationException("No event arrived.");
}
