using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Signet.Gateway.Tests.Parity;
using Signet.Ledger.Events;
using Signet.Policy.Pipeline;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

/// <summary>
/// Every recorded answer of an API, below a policy that finds nothing in it and allows every tool, goes out octet for octet: the surface
/// knows all that it says. Nothing of an unknown type may pass.
/// </summary>
public sealed partial class RecordedAnswerTests
{
    private static readonly PolicyPipeline Permissive = StreamReplay.Pipeline(
        """
        {"version":1,"unknown_content":"deny","tool_calls":"pass","checks":[
          {"check":"regex_content","rules":[{"label":"nowhere","pattern":"no answer says this","action":"block"}]}]}
        """);

    private static readonly Dictionary<string, (string Path, string Members)> Surfaces = new(StringComparer.Ordinal)
    {
        ["chat-completions"] = ("/v1/chat/completions", """ "messages":[{"role":"user","content":"Hello"}] """),
        ["completions"] = ("/v1/completions", """ "prompt":"Hello" """),
        ["embeddings"] = ("/v1/embeddings", """ "input":"Hello" """),
        ["messages"] = ("/v1/messages", """ "max_tokens":64,"messages":[{"role":"user","content":"Hello"}] """),
        ["responses"] = ("/v1/responses", """ "input":"Hello" """),
    };

    /// <summary>What is answered to requests of other kinds.</summary>
    private static readonly HashSet<string> Others = ["cancelled.json", "count-tokens.json", "deleted.json", "input-items.json"];

    public static TheoryData<string, string> Answers => Data(
        from surface in Surfaces.Keys
        from file in ScriptedLlm.Names(surface)
        where !Others.Contains(file)
        select (surface, file));

    public static TheoryData<string, string> Stored => Data(
        from file in ScriptedLlm.Names("responses")
        where !Others.Contains(file) && !file.StartsWith("error-", StringComparison.Ordinal)
        let id = JsonNode.Parse(Read($"responses/{Path.GetFileNameWithoutExtension(file)}.json"))!["id"]
        select ($"/v1/responses/{id}{(IsStream(file) ? "?stream=true" : "")}", $"responses/{file}"));

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_NothingFound_GoesOutAsItCame(string surface, string file)
    {
        var (path, members) = Surfaces[surface];
        var stream = IsStream(file) ? "\"stream\":true," : "";
        await CheckAsync("POST", path, $$"""{"model":"{{Path.GetFileNameWithoutExtension(file)}}",{{stream}}{{members}}}""", $"{surface}/{file}");
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public Task StoredResponse_NothingFound_GoesOutAsItCame(string path, string file) => CheckAsync("GET", path, null, file);

    [Theory]
    [InlineData("GET", "/v1/models", null, "models/list.json")]
    [InlineData("POST", "/v1/messages/count_tokens", """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""", "messages/count-tokens.json")]
    [InlineData("POST", "/v1/responses/resp_text/cancel", null, "responses/cancelled.json")]
    [InlineData("DELETE", "/v1/responses/resp_text", null, "responses/deleted.json")]
    [InlineData("GET", "/v1/responses/resp_text/input_items", null, "responses/input-items.json")]
    public Task OtherAnswer_NothingFound_GoesOutAsItCame(string method, string path, string? body, string file) =>
        CheckAsync(method, path, body, file);

    private static async Task CheckAsync(string method, string path, string? body, string file)
    {
        await using var upstream = await ScriptedLlm.StartAsync();
        await using var host = await GatewayHost.StartAsync(Permissive, options => options.Upstream = upstream.BaseAddress);
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var seen = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Read(file), Receipts().Replace(seen, ""));
        var failed = file.EndsWith("/error-event.sse", StringComparison.Ordinal);
        Assert.Equal(failed ? EventPhase.Aborted : EventPhase.Completed, host.Transport.Decisions[^1].Phase);
    }

    private static bool IsStream(string file) => file.EndsWith(".sse", StringComparison.Ordinal);

    private static string Read(string file) => File.ReadAllText(Path.Combine(ScriptedLlm.Folder, file));

    private static TheoryData<string, string> Data(IEnumerable<(string, string)> rows)
    {
        var data = new TheoryData<string, string>();
        foreach (var (first, second) in rows)
        {
            data.Add(first, second);
        }

        return data;
    }

    /// <summary>A receipt is a comment of its own.</summary>
    [GeneratedRegex("^: signet-receipt [^\n]+\n\n", RegexOptions.Multiline)]
    private static partial Regex Receipts();
}
