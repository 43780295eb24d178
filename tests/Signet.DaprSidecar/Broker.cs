using System.Text.Json;
using StackExchange.Redis;

namespace Signet.DaprSidecar;

/// <summary>Redis Streams as pubsub.redis uses them: a stream for each topic, a consumer group for each app.</summary>
internal sealed class Broker(SidecarOptions options) : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(new ConfigurationOptions
    {
        EndPoints = { options.Redis },
        AbortOnConnectFail = false,
        ConnectTimeout = 500,
        AsyncTimeout = 2_000,
        BacklogPolicy = BacklogPolicy.FailFast,
        ReconnectRetryPolicy = new LinearRetry(50),
    });

    private IDatabase Database => _redis.GetDatabase();

    public Task AddAsync(string topic, byte[] cloudEvent, IReadOnlyDictionary<string, string> metadata) => Database.StreamAddAsync(
        topic, [new NameValueEntry("data", cloudEvent), new NameValueEntry("metadata", JsonSerializer.SerializeToUtf8Bytes(metadata))]);

    /// <summary>Makes the app's group at the beginning of the stream, where there is none.</summary>
    public async Task EnsureGroupAsync(string topic)
    {
        try
        {
            await Database.StreamCreateConsumerGroupAsync(topic, options.AppId, StreamPosition.Beginning, createStream: true);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It is there.
        }
    }

    /// <summary>What nobody of the group has read yet.</summary>
    public async Task<List<Message>> ReadAsync(string topic, string consumer, int count) =>
        MessagesOf(await Database.StreamReadGroupAsync(topic, options.AppId, consumer, StreamPosition.NewMessages, count));

    /// <summary>What somebody of the group read long ago and did not acknowledge.</summary>
    public async Task<List<Message>> ClaimAsync(string topic, string consumer, int count) => MessagesOf((await Database.StreamAutoClaimAsync(
        topic, options.AppId, consumer, options.ProcessingTimeoutMilliseconds, StreamPosition.Beginning, count)).ClaimedEntries);

    public Task AcknowledgeAsync(string topic, IEnumerable<Message> messages) =>
        Database.StreamAcknowledgeAsync(topic, options.AppId, [.. messages.Select(message => (RedisValue)message.Id)]);

    public async ValueTask DisposeAsync() => await _redis.DisposeAsync();

    private static List<Message> MessagesOf(StreamEntry[] entries) =>
        [.. entries.Where(entry => !entry.IsNull && entry.Values is { Length: > 0 }).Select(entry => new Message(
            entry.Id.ToString(), (byte[])entry["data"]!, JsonSerializer.Deserialize<Dictionary<string, string>>((byte[])entry["metadata"]!)!))];
}
