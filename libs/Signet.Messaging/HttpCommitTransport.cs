using System.Net;

namespace Signet.Messaging;

/// <summary>
/// Sends commit events to the auditor by HTTP, directly or through a Dapr sidecar. Acknowledged means chained. Whatever is not an
/// answer of exactly the expected form leaves the fate of a batch unknown, and so is <see cref="CommitOutcome.Retry"/>.
/// </summary>
public sealed class HttpCommitTransport : ICommitTransport, IDisposable
{
    private readonly AuditorHttp _http;

    /// <summary>Creates the transport with connections of its own, which follow no redirect and use no proxy.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public HttpCommitTransport(HttpCommitTransportOptions options, TimeProvider time) => _http = new AuditorHttp(options, time);

    internal HttpCommitTransport(HttpCommitTransportOptions options, TimeProvider time, HttpMessageHandler handler) =>
        _http = new AuditorHttp(options, time, handler);

    /// <inheritdoc/>
    public AcknowledgementLevel Level => AcknowledgementLevel.Chain;

    /// <inheritdoc/>
    /// <remarks>
    /// More than a batch is sent as several, one after the other; after one whose fate is unknown the rest is not sent and answered with
    /// <see cref="CommitOutcome.Retry"/>, as is an event that can't be a line of a batch. Cancelling ends the wait the same way, without an
    /// exception: outcomes that are known already are not lost.
    /// </remarks>
    public async ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var outcomes = new CommitOutcome[events.Count];
        Array.Fill(outcomes, CommitOutcome.Retry);
        var batch = new List<ReadOnlyMemory<byte>>();
        var positions = new List<int>();
        int octets = 0;
        for (int i = 0; i < events.Count; i++)
        {
            if (!CommitBatchFormat.IsLine(events[i].Span))
            {
                continue;
            }

            if (batch.Count == CommitBatchFormat.MaxEvents || octets + events[i].Length + 1 > CommitBatchFormat.MaxSentOctets)
            {
                if (!await TrySendBatchAsync(batch, positions, outcomes, cancellationToken))
                {
                    return outcomes;
                }

                batch.Clear();
                positions.Clear();
                octets = 0;
            }

            batch.Add(events[i]);
            positions.Add(i);
            octets += events[i].Length + 1;
        }

        if (batch.Count > 0)
        {
            await TrySendBatchAsync(batch, positions, outcomes, cancellationToken);
        }

        return outcomes;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<bool> TrySendBatchAsync(
        List<ReadOnlyMemory<byte>> batch, List<int> positions, CommitOutcome[] outcomes, CancellationToken cancellationToken)
    {
        try
        {
            if (await PostAsync(CommitBatchFormat.WriteEvents(batch), batch.Count, cancellationToken) is not { } answer)
            {
                return false;
            }

            for (int i = 0; i < answer.Count; i++)
            {
                outcomes[positions[i]] = answer[i];
            }

            return true;
        }
        catch (Exception)
        {
            // Whatever went wrong, the fate of the batch is unknown, and the producer's caller fails closed on that alone.
            return false;
        }
    }

    private async Task<IReadOnlyList<CommitOutcome>?> PostAsync(byte[] body, int count, CancellationToken cancellationToken)
    {
        var (status, answer) = await _http.SendAsync(
            HttpMethod.Post, CommitBatchFormat.Path, body, CommitBatchFormat.RequestMediaType, CommitBatchFormat.MaxResponseOctets, cancellationToken);
        return status == HttpStatusCode.OK && answer is { } octets &&
            CommitBatchFormat.TryParseOutcomes(octets.Span, count, out IReadOnlyList<CommitOutcome> outcomes)
            ? outcomes
            : null;
    }
}
