using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Signet.Testing.Processes;

namespace Signet.Testing.Gateway;

/// <summary>
/// An upstream that answers with what is recorded in <c>tests/corpora/streams</c>. The model of a request names the answer; one that
/// brings the results of tools gets the plain text. A stored response is found by its id.
/// </summary>
public sealed class ScriptedLlm : IAsyncDisposable
{
    /// <summary>After a name: the stream ends in its middle, the way a proxy that gave up ends one.</summary>
    public const string Cut = "@cut";

    private const string Follow = "text";
    private const string ErrorPrefix = "error-";

    private static readonly string[] ToolResults = ["\"role\":\"tool\"", "\"tool_result\"", "\"function_call_output\""];

    private readonly FakeLlm _llm;
    private readonly Dictionary<string, byte[]> _answers;

    /// <summary>The names of the stored responses by their ids.</summary>
    private readonly Dictionary<string, string> _stored;

    private ScriptedLlm(FakeLlm llm, Dictionary<string, byte[]> answers)
    {
        (_llm, _answers) = (llm, answers);
        _stored = answers.Where(answer => answer.Key.StartsWith("responses/", StringComparison.Ordinal))
            .Select(answer => (Name: Path.GetFileNameWithoutExtension(answer.Key), Id: StoredId(answer.Key, answer.Value)))
            .Where(stored => stored.Id is not null)
            .DistinctBy(stored => stored.Id)
            .ToDictionary(stored => stored.Id!, stored => stored.Name, StringComparer.Ordinal);
    }

    /// <summary>Where the recorded answers are.</summary>
    public static string Folder { get; } = Path.Combine(SignetExecutable.RepositoryRoot, "tests", "corpora", "streams");

    /// <summary>Its base address, <c>/v1</c> included.</summary>
    public Uri BaseAddress => _llm.BaseAddress;

    /// <summary>What it was asked.</summary>
    public ConcurrentQueue<UpstreamCall> Calls => _llm.Calls;

    /// <summary>The names of the recorded answers of a surface, with their endings.</summary>
    public static IEnumerable<string> Names(string surface) =>
        Directory.EnumerateFiles(Path.Combine(Folder, surface)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>Starts it on a free port of the loopback address.</summary>
    public static async Task<ScriptedLlm> StartAsync()
    {
        var answers = Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetRelativePath(Folder, path).Replace('\\', '/'), File.ReadAllBytes, StringComparer.Ordinal);
        var scripted = new ScriptedLlm(await FakeLlm.StartAsync(), answers);
        scripted._llm.Answer = scripted.AnswerAsync;
        return scripted;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _llm.DisposeAsync();

    /// <summary>The events of a recorded stream, each with the empty line that ends it.</summary>
    public static IReadOnlyList<byte[]> Events(byte[] stream) =>
        [.. Encoding.UTF8.GetString(stream).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => Encoding.UTF8.GetBytes(text + "\n\n"))];

    private async Task AnswerAsync(HttpContext context)
    {
        var (surface, name, streamed) = Route(context.Features.Get<UpstreamCall>()!, context.Request.Query["stream"] == "true");
        var isCut = name.EndsWith(Cut, StringComparison.Ordinal);
        name = isCut ? name[..^Cut.Length] : name;
        if (streamed && _answers.TryGetValue($"{surface}/{name}.sse", out var stream))
        {
            var events = Events(stream);
            await FakeLlm.Stream(isCut ? events.Take(events.Count / 2) : events)(context);
            return;
        }

        if (!_answers.TryGetValue($"{surface}/{name}.json", out var document))
        {
            await FakeLlm.RespondAsync(context, 404, "application/json", """{"error":{"message":"Nothing is recorded under this name."}}""");
            return;
        }

        var status = name.StartsWith(ErrorPrefix, StringComparison.Ordinal)
            ? int.Parse(name.AsSpan(ErrorPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture)
            : 200;
        if (status is 429 or 503 or 529)
        {
            context.Response.Headers.RetryAfter = "7";
        }

        await FakeLlm.RespondAsync(context, status, "application/json", Encoding.UTF8.GetString(document));
    }

    /// <summary>The id of a whole response; null for everything else that the API answers.</summary>
    private static string? StoredId(string file, byte[] octets) =>
        file.EndsWith(".json", StringComparison.Ordinal) && JsonNode.Parse(octets) is JsonObject root && (string?)root["object"] == "response"
            ? (string?)root["id"]
            : null;

    private (string Surface, string Name, bool Streamed) Route(UpstreamCall call, bool asksForStream)
    {
        var path = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(part => part == "v1").ToArray();
        switch (path)
        {
            case ["models"]:
                return ("models", "list", false);
            case ["responses", _, "input_items"]:
                return ("responses", "input-items", false);
            case ["responses", _, "cancel"]:
                return ("responses", "cancelled", false);
            case ["responses", _] when call.Method == "DELETE":
                return ("responses", "deleted", false);
            case ["responses", var id]:
                return ("responses", _stored.GetValueOrDefault(id, ""), asksForStream);
            case ["messages", "count_tokens"]:
                return ("messages", "count-tokens", false);
        }

        var surface = path is ["chat", "completions"] ? "chat-completions" : string.Join('/', path);
        try
        {
            var body = JsonNode.Parse(call.Body) as JsonObject;
            var hasResults = ToolResults.Any(mark => Encoding.UTF8.GetString(call.Body).Contains(mark, StringComparison.Ordinal));
            return (surface, hasResults ? Follow : body?["model"]?.GetValue<string>() ?? "", body?["stream"]?.GetValue<bool>() ?? false);
        }
        catch (JsonException)
        {
            return (surface, "", false);
        }
    }
}
