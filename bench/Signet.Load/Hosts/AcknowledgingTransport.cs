using Signet.Messaging;

namespace Signet.Load.Hosts;

/// <summary>Takes every event, remembers how many there were and the last one, and says at once that all are recorded.</summary>
internal sealed class AcknowledgingTransport : ICommitTransport
{
    private static readonly CommitOutcome[] Recorded = [.. Enumerable.Repeat(CommitOutcome.Recorded, 1_024)];

    // The publisher's loop alone sends.
    private byte[] _last = [];

    public AcknowledgementLevel Level => AcknowledgementLevel.Broker;

    public long Events { get; private set; }

    public ReadOnlyMemory<byte> Last => _last;

    public ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        Events += events.Count;
        if (events.Count > 0)
        {
            var last = events[^1];
            if (_last.Length != last.Length)
            {
                _last = new byte[last.Length];
            }

            last.CopyTo(_last);
        }

        return ValueTask.FromResult<IReadOnlyList<CommitOutcome>>(new ArraySegment<CommitOutcome>(Recorded, 0, events.Count));
    }
}
