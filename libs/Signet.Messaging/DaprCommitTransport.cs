using Google.Protobuf;
using Grpc.Core;
using Signet.Ledger.Events;
using Autogen = Dapr.Client.Autogen.Grpc.v1;

namespace Signet.Messaging;

/// <summary>
/// Publishes commit events by a Dapr sidecar. Acknowledged means that the broker stored the event.
/// <list type="number">
/// <item>An event goes as octets, since brokers rewrite JSON, under the CloudEvent id <c>producer/epoch/seq</c>, the same at every
/// attempt.</item>
/// <item>A bulk publish that failed may have stored any part of it: all of it is <see cref="CommitOutcome.Retry"/>.</item>
/// <item>One that the sidecar refused for what stood in it is sent again event by event, so that one event can't hold up the
/// others.</item>
/// </list>
/// </summary>
public sealed class DaprCommitTransport : ICommitTransport, IDisposable
{
    private const string MediaType = "application/octet-stream";

    /// <summary>What stands around an event in a request: names, media type, and the id twice.</summary>
    private const int EntryFrameOctets = 768;

    private readonly DaprChannel _channel;
    private readonly DaprCommitTransportOptions _options;
    private volatile bool _isAlpha;

    /// <summary>Creates the transport with a connection of its own, which uses no proxy.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DaprCommitTransport(DaprCommitTransportOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.PubSub.Length is 0 or > 128 || options.Topic.Length is 0 or > 128)
        {
            throw new ArgumentException("A pub/sub component and a topic have 1 to 128 characters.", nameof(options));
        }

        if (options.MaxRequestOctets is < 128 << 10 or > 64 << 20)
        {
            throw new ArgumentException("A request may have 128 KiB to 64 MiB.", nameof(options));
        }

        (_options, _channel) = (options, new DaprChannel(options, time));
    }

    /// <inheritdoc/>
    public AcknowledgementLevel Level => AcknowledgementLevel.Broker;

    /// <inheritdoc/>
    /// <remarks>
    /// More than fits into one call is sent as several, one after the other; after one whose fate is unknown the rest is not sent. Brokers
    /// keep no order among the events of a call, and the auditor needs none. Cancelling ends the wait without an exception.
    /// </remarks>
    public async ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var outcomes = new CommitOutcome[events.Count];
        Array.Fill(outcomes, CommitOutcome.Retry);
        var batch = NewBatch();
        var octets = 0;
        for (var i = 0; i < events.Count; i++)
        {
            // What has no identity is no event; it is never acknowledged.
            if (!SignedEvent.TryReadPosition(events[i], out var position))
            {
                continue;
            }

            var size = events[i].Length + EntryFrameOctets;
            if (batch.Entries.Count > 0 && octets + size > _options.MaxRequestOctets)
            {
                if (!await TryPublishAsync(batch, outcomes, cancellationToken))
                {
                    return outcomes;
                }

                (batch, octets) = (NewBatch(), 0);
            }

            batch.Entries.Add(EntryOf(i, events[i], position));
            octets += size;
        }

        if (batch.Entries.Count > 0)
        {
            await TryPublishAsync(batch, outcomes, cancellationToken);
        }

        return outcomes;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _channel.Dispose();

    private Autogen.BulkPublishRequest NewBatch() => new() { PubsubName = _options.PubSub, Topic = _options.Topic };

    private static Autogen.BulkPublishRequestEntry EntryOf(int place, ReadOnlyMemory<byte> wire, ProducerPosition position)
    {
        var entry = new Autogen.BulkPublishRequestEntry
        {
            EntryId = NameOf(place),

            // The events outlive the call, and nobody changes them.
            Event = UnsafeByteOperations.UnsafeWrap(wire),
            ContentType = MediaType,
        };
        entry.Metadata.Add("cloudevent.id", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{position.Id}/{position.Epoch:D}/{position.Seq}"));

        // Kafka keeps together, and by that in order, what has one key; others don't look at it.
        entry.Metadata.Add("partitionKey", position.Id);
        return entry;
    }

    private static string NameOf(int place) => place.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int PlaceOf(Autogen.BulkPublishRequestEntry entry) => int.Parse(entry.EntryId, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>False when the fate of the batch is unknown, and the next one would fare no better.</summary>
    private async Task<bool> TryPublishAsync(Autogen.BulkPublishRequest batch, CommitOutcome[] outcomes, CancellationToken cancellationToken)
    {
        try
        {
            var response = await BulkPublishAsync(batch, cancellationToken);
            var failed = response.FailedEntries.Select(entry => entry.EntryId).ToHashSet();
            foreach (var entry in batch.Entries)
            {
                outcomes[PlaceOf(entry)] = failed.Remove(entry.EntryId) ? CommitOutcome.Retry : CommitOutcome.Recorded;
            }

            if (failed.Count > 0)
            {
                // An answer about other entries is no answer about these.
                batch.Entries.ToList().ForEach(entry => outcomes[PlaceOf(entry)] = CommitOutcome.Retry);
            }

            return failed.Count == 0;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.InvalidArgument or StatusCode.ResourceExhausted)
        {
            var published = await Task.WhenAll(batch.Entries.Select(entry => TryPublishAsync(entry, cancellationToken)));
            for (var i = 0; i < published.Length; i++)
            {
                outcomes[PlaceOf(batch.Entries[i])] = published[i] ? CommitOutcome.Recorded : CommitOutcome.Retry;
            }

            return published.Contains(true);
        }
        catch (Exception)
        {
            // Whatever went wrong, any part of it may be stored, and the producer's caller fails closed on that alone.
            return false;
        }
    }

    private async Task<bool> TryPublishAsync(Autogen.BulkPublishRequestEntry entry, CancellationToken cancellationToken)
    {
        var request = new Autogen.PublishEventRequest
        {
            PubsubName = _options.PubSub,
            Topic = _options.Topic,
            Data = entry.Event,
            DataContentType = entry.ContentType,
        };
        request.Metadata.Add(entry.Metadata);
        try
        {
            await _channel.CallAsync(request, static (client, message, options) => client.PublishEventAsync(message, options), cancellationToken);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private async Task<Autogen.BulkPublishResponse> BulkPublishAsync(Autogen.BulkPublishRequest batch, CancellationToken cancellationToken)
    {
        if (!_isAlpha)
        {
            try
            {
                return await _channel.CallAsync(batch, static (client, message, options) => client.BulkPublishEventAsync(message, options), cancellationToken);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unimplemented)
            {
                // Before 1.17 the method had another name, and has meant the same since.
                _isAlpha = true;
            }
        }

#pragma warning disable CS0612 // Obsolete for those who need no older sidecar.
        return await _channel.CallAsync(batch, static (client, message, options) => client.BulkPublishEventAlpha1Async(message, options), cancellationToken);
#pragma warning restore CS0612
    }
}
