using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Signet.ContainerTests.Docker;
using Signet.Ledger.Receipts;

namespace Signet.ContainerTests;

/// <summary>Callers of a gateway, who remember what they were told.</summary>
internal sealed class Caller(Uri gateway) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _client = Direct.Client();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>The promises of answers that were released.</summary>
    public ConcurrentQueue<PromiseReceipt> Promises { get; } = new();

    /// <summary>How often each status was answered; 0 for no answer.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    /// <summary>Sends one request, and says the status.</summary>
    public async Task<int> AskAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/v1/chat/completions"))
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["model"] = "any",
                ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "How do I water a cactus?" }),
            }),
        };
        request.Headers.Add("X-Commit-Owner", "human:tester");
        var status = 0;
        try
        {
            using var answer = await _client.SendAsync(request, cancellationToken);
            status = (int)answer.StatusCode;
            if (answer.IsSuccessStatusCode)
            {
                Assert.True(PromiseReceipt.TryParse(Assert.Single(answer.Headers.GetValues(PromiseReceipt.HeaderName)), out var promise));
                Promises.Enqueue(promise!);
            }
        }
        catch (HttpRequestException)
        {
            // No answer, and nothing told.
        }

        Statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        return status;
    }

    /// <summary>Sends from several sides until it is told to end.</summary>
    public void Begin() => _running = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
    {
        while (!_stop.IsCancellationRequested)
        {
            await AskAsync(CancellationToken.None);
            await Task.Delay(Pause);
        }
    })));

    public int Count(int status) => Statuses.GetValueOrDefault(status);

    /// <summary>Ends when the last answer has come.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _client.Dispose();
        _stop.Dispose();
    }
}
