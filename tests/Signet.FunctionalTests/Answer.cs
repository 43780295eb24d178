using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Ledger.Receipts;

namespace Signet.FunctionalTests;

/// <summary>An answer as the caller read it.</summary>
/// <param name="Status">The status, 0 when the connection was closed without one.</param>
/// <param name="Headers">The header fields.</param>
/// <param name="Body">The body.</param>
/// <param name="Sent">The octets of the request's body.</param>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body, byte[] Sent)
{
    private const string Comment = ": signet-receipt ";

    public string CorrelationId => Headers["X-Signet-Correlation-Id"];

    /// <summary>The header's receipt first, then that of the stream.</summary>
    internal IReadOnlyList<PromiseReceipt> Receipts =>
    [
        .. (Headers.TryGetValue(PromiseReceipt.HeaderName, out var header) ? new[] { header } : [])
            .Concat(Body.Split('\n').Where(line => line.StartsWith(Comment, StringComparison.Ordinal)).Select(line => line[Comment.Length..]))
            .Select(text => PromiseReceipt.TryParse(text, out var receipt) ? receipt! : throw new FormatException(text)),
    ];

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The model's text, unary or put together from the stream.</summary>
    public string Text => string.Concat(Choices.Select(TextOf));

    /// <summary>The text of one of several choices.</summary>
    public string TextOfChoice(int index) => string.Concat(Choices.Where(choice => choice["index"]!.GetValue<int>() == index).Select(TextOf));

    /// <summary>The arguments of the answer's tool calls, put together.</summary>
    public string ToolArguments => string.Concat(ToolFunctions.Select(function => function["arguments"]?.GetValue<string>()));

    public string ToolName => string.Concat(ToolFunctions.Select(function => function["name"]?.GetValue<string>()));

    public string? FinishReason => Choices.Select(choice => choice["finish_reason"]?.GetValue<string>()).LastOrDefault(reason => reason is not null);

    private IEnumerable<JsonNode> ToolFunctions => Choices
        .Select(choice => (choice["message"] ?? choice["delta"])?["tool_calls"]).OfType<JsonArray>()
        .SelectMany(calls => calls).Select(call => call!["function"]!);

    private IEnumerable<JsonNode> Choices => (Body.StartsWith('{') ? [Body] : Body.Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line[6..]))
        .Select(document => JsonNode.Parse(document)?["choices"]).OfType<JsonArray>().SelectMany(choices => choices).OfType<JsonNode>();

    private static string? TextOf(JsonNode choice) =>
        ((choice["message"] ?? choice["delta"])?["content"] ?? choice["text"])?.GetValue<string>();

    /// <summary>Takes an HTTP/1.1 answer apart.</summary>
    public static Answer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return new Answer(0, new Dictionary<string, string>(), text, []);
        }

        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "", StringComparer.OrdinalIgnoreCase);
        return new Answer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, text[(end + 4)..], []);
    }

    /// <summary>A POST to the chat endpoint as octets.</summary>
    public static byte[] Raw(string headers, ReadOnlySpan<byte> body)
    {
        var head = $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{headers}\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. body];
    }
}
