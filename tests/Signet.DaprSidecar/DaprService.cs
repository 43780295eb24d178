using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Autogen = Dapr.Client.Autogen.Grpc.v1;

namespace Signet.DaprSidecar;

/// <summary>Publishing, with the errors of daprd: a bulk publish of which any entry fails is an error as a whole, which names none.</summary>
internal sealed class DaprService(SidecarOptions options, Broker broker, FaultInjector faults, Statistics statistics) : DaprServiceBinding
{
    /// <summary>How many entries of a bulk publish go to a component without bulk at once, in no order.</summary>
    private const int BulkConcurrency = 100;

    public override async Task<Empty> PublishEvent(Autogen.PublishEventRequest request, ServerCallContext context)
    {
        Check(request.PubsubName, request.Topic);
        await FailBeforeAsync(context.CancellationToken);
        await StoreAsync(request.Topic, request.Data, request.DataContentType, request.Metadata);
        FailAfter();
        return new Empty();
    }

    public override async Task<Autogen.BulkPublishResponse> BulkPublishEvent(Autogen.BulkPublishRequest request, ServerCallContext context)
    {
        Check(request.PubsubName, request.Topic);
        if (request.Entries.Count == 0 || request.Entries.Any(entry => entry.EntryId.Length == 0) ||
            request.Entries.DistinctBy(entry => entry.EntryId).Count() != request.Entries.Count)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "an entry id is missing or stands twice"));
        }

        await FailBeforeAsync(context.CancellationToken);
        var failed = 0;
        await Parallel.ForEachAsync(
            request.Entries, new ParallelOptions { MaxDegreeOfParallelism = BulkConcurrency }, async (entry, _) =>
            {
                if (faults.Happens(faults.Rates.BulkPartial))
                {
                    Interlocked.Increment(ref failed);
                    return;
                }

                var metadata = request.Metadata.Concat(entry.Metadata).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value);
                await StoreAsync(request.Topic, entry.Event, entry.ContentType, metadata);
            });
        if (failed > 0)
        {
            throw new RpcException(new Status(StatusCode.Internal, "some entries could not be published"));
        }

        FailAfter();
        return new Autogen.BulkPublishResponse();
    }

    public override Task<Autogen.GetMetadataResponse> GetMetadata(Autogen.GetMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(new Autogen.GetMetadataResponse { Id = options.AppId, RuntimeVersion = "stand-in" });

    private void Check(string pubSub, string topic)
    {
        if (pubSub != options.PubSub || topic.Length == 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "no such pub/sub component, or no topic"));
        }

        if (topic != options.Topic || !options.MayPublish)
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, "the app may not publish to this topic"));
        }
    }

    private async Task FailBeforeAsync(CancellationToken cancellationToken)
    {
        await faults.DelayAsync(faults.Rates.PublishDelay, cancellationToken);
        if (faults.Happens(faults.Rates.PublishError))
        {
            throw new RpcException(new Status(StatusCode.Internal, "injected: not published"));
        }
    }

    private void FailAfter()
    {
        if (faults.Happens(faults.Rates.PublishLostReply))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "injected: published, and the answer lost"));
        }
    }

    private async Task StoreAsync(string topic, ByteString data, string mediaType, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var known = metadata.ToDictionary(pair => pair.Key, pair => pair.Value);
        try
        {
            await broker.AddAsync(topic, Envelope.Write(options, topic, data.Memory, mediaType, known), known);
            statistics.Published();
        }
        catch (StackExchange.Redis.RedisException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "the broker did not store it"));
        }
    }
}
