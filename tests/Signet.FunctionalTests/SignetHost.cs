using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Ledger.Verification;
using Signet.Storage.Directories;
using Signet.Testing.Storage;
using Signet.Verifier;

namespace Signet.FunctionalTests;

/// <summary>The whole system in this process on real sockets. When a class's tests have ended, its log must verify clean.</summary>
public sealed class SignetHost : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private AllInOneHost? _host;

    public Uri Address => _host!.Address;

    public Uri ManagementAddress => _host!.ManagementAddress;

    public string Data => _data.Path;

    public HttpClient Client { get; } = new();

    public async ValueTask InitializeAsync() => _host = await AllInOneHost.StartAsync(
        new AllInOneOptions
        {
            Data = _data.Path,
            Port = 0,
            ManagementPort = 0,
            AnchorInterval = TimeSpan.FromSeconds(1),
            AnchorQuietTime = TimeSpan.FromMilliseconds(100),
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        var live = await VerifyAsync();
        await _host!.DisposeAsync();
        var closed = await VerifyAsync();
        Client.Dispose();
        _data.Dispose();
        Assert.Empty(live.Findings);
        Assert.Empty(closed.Findings);
        Assert.Equal(VerificationResult.Clean, closed.Result);
        Assert.True(closed.Full && closed.Anchors > 0);
    }

    public static HttpRequestMessage Chat(string message, bool streamed = false, string? owner = "human:tester") => Post(
        "v1/chat/completions",
        new JsonObject
        {
            ["model"] = "any",
            ["stream"] = streamed,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = message }),
        },
        owner);

    public static HttpRequestMessage Post(string path, JsonObject body, string? owner = "human:tester")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (owner is not null)
        {
            request.Headers.Add("X-Commit-Owner", owner);
        }

        return request;
    }

    /// <summary>Sends a request and reads its answer to the end.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.RequestUri = new Uri(Address, request.RequestUri!.ToString());
            var sent = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
            var headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(field => field.Key, field => string.Join(',', field.Value), StringComparer.OrdinalIgnoreCase);
            return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), sent);
        }
    }

    /// <summary>Sends octets as they are on a connection of their own, and reads until the server closes it.</summary>
    public async Task<Answer> SendRawAsync(ReadOnlyMemory<byte> octets, bool finish = false)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(Address.Host), Address.Port, cancellation);
        await using var stream = socket.GetStream();
        var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(octets, cancellation);
            if (finish)
            {
                socket.Client.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(received, cancellation);
        }
        catch (IOException)
        {
            // A server that answers and closes without reading the rest resets the connection.
        }

        return Answer.Parse(Encoding.UTF8.GetString(received.ToArray()));
    }

    /// <summary>The events of a request in the order of the log.</summary>
    internal async Task<List<CommitEvent>> EventsAsync(string requestId)
    {
        var events = new List<CommitEvent>();
        await foreach (var stored in LogEntries.ReadAsync(Reader(), DataDirectory.ReadLogId(Data), 0, TestContext.Current.CancellationToken))
        {
            if (stored.Entry.Body is CommitBody { SignedEvent.Event: { Details: { } details } value } && details.RequestId == requestId)
            {
                events.Add(value);
            }
        }

        return events;
    }

    internal async Task<List<Entry>> EntriesAsync()
    {
        var entries = new List<Entry>();
        await foreach (var stored in LogEntries.ReadAsync(Reader(), DataDirectory.ReadLogId(Data), 0, TestContext.Current.CancellationToken))
        {
            entries.Add(stored.Entry);
        }

        return entries;
    }

    /// <summary>The receipt proves under a checkpoint; the checkpoint may follow a moment later.</summary>
    internal async Task<ReceiptOutcome> ProveAsync(PromiseReceipt promise)
    {
        for (var attempt = 0; ; attempt++)
        {
            var log = await LogLocation.OpenAsync(Data, new TrustOptions(), TestContext.Current.CancellationToken);
            var outcome = await PromiseCheck.RunAsync(promise, log, TestContext.Current.CancellationToken);
            if (outcome.ExitCode != 2 || attempt == 600)
            {
                return outcome;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The log says what happened, in order; each receipt is of the right event, covers the body, and is proved, also offline.</summary>
    internal async Task<List<CommitEvent>> AssertRecordedAsync(Answer answer, bool streamed, params string[] decisions)
    {
        var events = await EventsAsync(answer.CorrelationId);
        Assert.Equal(decisions, events.Select(value => $"{value.Phase} {value.Details!.Decision}"));
        Assert.Equal(streamed ? [events[0].Id, events[^1].Id] : [events[^1].Id], answer.Receipts.Select(receipt => receipt.Entry));
        var key = DataTrust.Load(Data).CheckpointKey!;
        foreach (var receipt in answer.Receipts)
        {
            var proved = await ProveAsync(receipt);
            Assert.True(proved is { ExitCode: 0, Proof: not null }, proved.Reason);
            var request = events.Single(value => value.Id == receipt.Entry).Details!.Request;
            Assert.True(receipt.Covers(request.Sha256, answer.Sent));
            Assert.False(receipt.Covers(request.Sha256, [.. answer.Sent, 0]));
            Assert.Equal(answer.Sent.Length, request.Bytes);

            var served = await Client.GetStringAsync(
                new Uri(Address, $"log/receipts/{receipt.Entry:D}"), TestContext.Current.CancellationToken);
            Assert.True(InclusionReceipt.TryParse(served, out var proof));
            Assert.Equal(receipt.Digest, Assert.IsType<CommitBody>(proof!.Verify(key)!.Body).SignedEvent!.Digest);
        }

        return events;
    }

    private DirectoryReader Reader() => DirectoryReader.Open(DataDirectory.StorePath(Data));

    private Task<VerificationReport> VerifyAsync() => LogVerifier.VerifyAsync(
        Reader(), Reader(), DataTrust.Load(Data), TimeProvider.System.GetUtcNow(), null, CancellationToken.None);
}
