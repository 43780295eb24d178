using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Signet.EndToEndTests.Clients;

/// <summary>Requests as any HTTP client sends them.</summary>
internal static class Ask
{
    public const string ReceiptHeader = "X-Signet-Receipt";
    public const string ReceiptComment = ": signet-receipt ";

    public static HttpRequestMessage For(Uri address, string message, bool streamed = false, string? owner = "human:tester") => Post(
        address,
        "v1/chat/completions",
        new JsonObject
        {
            ["model"] = "any",
            ["stream"] = streamed,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = message }),
        },
        owner);

    public static HttpRequestMessage Post(Uri address, string path, JsonObject body, string? owner = "human:tester")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = JsonContent.Create(body) };
        if (owner is not null)
        {
            request.Headers.Add("X-Commit-Owner", owner);
        }

        return request;
    }

    /// <summary>The answer's text and its receipts, the header's first.</summary>
    public static async Task<(int Status, string Body, List<string> Receipts)> SendAsync(
        HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            var receipts = response.Headers.TryGetValues(ReceiptHeader, out var values) ? values.ToList() : [];
            receipts.AddRange(body.Split('\n')
                .Where(line => line.StartsWith(ReceiptComment, StringComparison.Ordinal)).Select(line => line[ReceiptComment.Length..]));
            return ((int)response.StatusCode, body, receipts);
        }
    }
}
