using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Gateway.Json;

namespace Signet.Gateway.Tests.Surfaces.Responses;

/// <summary>Writes the events of a response as the API does, and the same response whole.</summary>
internal sealed class ResponseScript
{
    private readonly List<string> _events = [];
    private readonly List<string> _items = [];
    private readonly string _instructions;
    private int _sequence;

    public ResponseScript(string instructions = "Be brief.")
    {
        _instructions = instructions;
        Add("response.created", $"\"response\":{Response("in_progress", "")}");
        Add("response.in_progress", $"\"response\":{Response("in_progress", "")}");
    }

    public IReadOnlyList<string> Events => _events;

    /// <summary>The response as a unary answer has it.</summary>
    public string Whole => Response("completed", string.Join(',', _items));

    public static string Quote(string text) => "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"";

    /// <summary>A message whose parts come in the given pieces.</summary>
    public ResponseScript Message(params string[][] parts)
    {
        var index = _items.Count;
        var place = $"\"output_index\":{index}";
        Add("response.output_item.added", $"{place},\"item\":{Message(index, "in_progress", "")}");
        for (var i = 0; i < parts.Length; i++)
        {
            var part = $"\"item_id\":\"msg_{index}\",{place},\"content_index\":{i}";
            var text = string.Concat(parts[i]);
            Add("response.content_part.added", $"{part},\"part\":{Part("")}");
            foreach (var piece in parts[i])
            {
                Add("response.output_text.delta", $"{part},\"delta\":{Quote(piece)},\"logprobs\":[],\"obfuscation\":\"xyz\"");
            }

            Add("response.output_text.done", $"{part},\"text\":{Quote(text)},\"logprobs\":[]");
            Add("response.content_part.done", $"{part},\"part\":{Part(text)}");
        }

        return Done(Message(index, "completed", string.Join(',', parts.Select(pieces => Part(string.Concat(pieces))))));
    }

    public ResponseScript Reasoning(params string[] pieces)
    {
        var index = _items.Count;
        var part = $"\"item_id\":\"rs_{index}\",\"output_index\":{index},\"summary_index\":0";
        var text = string.Concat(pieces);
        Add("response.output_item.added", $$"""{{Place(index)}},"item":{"id":"rs_{{index}}","type":"reasoning","summary":[]}""");
        Add("response.reasoning_summary_part.added", $$"""{{part}},"part":{"type":"summary_text","text":""}""");
        foreach (var piece in pieces)
        {
            Add("response.reasoning_summary_text.delta", $"{part},\"delta\":{Quote(piece)}");
        }

        Add("response.reasoning_summary_text.done", $"{part},\"text\":{Quote(text)}");
        Add("response.reasoning_summary_part.done", $$"""{{part}},"part":{"type":"summary_text","text":{{Quote(text)}}}""");
        return Done(
            $$"""{"id":"rs_{{index}}","type":"reasoning","summary":[{"type":"summary_text","text":{{Quote(text)}}}],"encrypted_content":"gAAA-_="}""");
    }

    public ResponseScript Call(string name, params string[] pieces)
    {
        var index = _items.Count;
        var part = $"\"item_id\":\"fc_{index}\",\"output_index\":{index}";
        Add("response.output_item.added", $"{Place(index)},\"item\":{FunctionCall(index, name, "", "in_progress")}");
        foreach (var piece in pieces)
        {
            Add("response.function_call_arguments.delta", $"{part},\"delta\":{Quote(piece)}");
        }

        var arguments = string.Concat(pieces);
        Add("response.function_call_arguments.done", $"{part},\"arguments\":{Quote(arguments)}");
        return Done(FunctionCall(index, name, arguments, "completed"));
    }

    /// <summary>An item that begins and ends without anything between but the given events.</summary>
    public ResponseScript Item(string added, string done, params (string Name, string Members)[] between)
    {
        Add("response.output_item.added", $"{Place(_items.Count)},\"item\":{added}");
        foreach (var (name, members) in between)
        {
            Add(name, $"{Place(_items.Count)},{members}");
        }

        return Done(done);
    }

    public ResponseScript Add(string type, string members)
    {
        _events.Add($"{{\"type\":\"{type}\",\"sequence_number\":{_sequence++},{members}}}");
        return this;
    }

    public ResponseScript End(string status = "completed") =>
        Add("response." + status, $"\"response\":{Response(status, string.Join(',', _items))}");

    public static string FunctionCall(int index, string name, string arguments, string status) =>
        $$"""{"id":"fc_{{index}}","type":"function_call","status":"{{status}}","call_id":"call_{{index}}","name":"{{name}}","arguments":{{Quote(arguments)}}}""";

    /// <summary>What a caller has after a stream, by each way in which it says its answer.</summary>
    public static (string Deltas, string Dones, string Parts, string Items, string End) Texts(IEnumerable<string> released)
    {
        string[] texts = ["", "", "", "", ""];
        foreach (var root in released.Select(Parse))
        {
            switch (root.MemberText("type"))
            {
                case "response.output_text.delta":
                    texts[0] += root.MemberText("delta");
                    break;
                case "response.output_text.done":
                    texts[1] += root.MemberText("text");
                    break;
                case "response.content_part.done":
                    texts[2] += root.Member("part")!.MemberText("text");
                    break;
                case "response.output_item.done":
                    texts[3] += TextOf(root.Member("item")!);
                    break;
                case "response.completed":
                    texts[4] += string.Concat(root.Member("response")!.Member("output")!.Children.Select(TextOf));
                    break;
            }
        }

        return (texts[0], texts[1], texts[2], texts[3], texts[4]);
    }

    public static string TextOfWhole(string whole) => string.Concat(Parse(whole).Member("output")!.Children.Select(TextOf));

    /// <summary>The items of the final response: number, type and name.</summary>
    public static IEnumerable<string> Items(string response) => JsonNode.Parse(response)!["output"]!.AsArray().Select(
        (item, i) => $"{i}:{item!["type"]}:{item["name"]}");

    /// <summary>The numbers that the events have, each once, in order.</summary>
    public static IEnumerable<int> Numbers(IEnumerable<string> released) => released
        .Select(text => JsonDocument.Parse(text).RootElement)
        .Where(root => root.TryGetProperty("output_index", out _))
        .Select(root => root.GetProperty("output_index").GetInt32()).Distinct();

    private static JsonPart Parse(string text)
    {
        Assert.Equal(JsonFault.None, JsonTree.TryParse(Encoding.UTF8.GetBytes(text), true, out var root));
        return root!;
    }

    private static string TextOf(JsonPart item) => item.MemberText("type") == "message"
        ? string.Concat(item.Member("content")!.Children.Select(part => part.MemberText("text")))
        : "";

    private static string Place(int index) => $"\"output_index\":{index}";

    private static string Message(int index, string status, string parts) =>
        $$"""{"id":"msg_{{index}}","type":"message","status":"{{status}}","role":"assistant","content":[{{parts}}]}""";

    private static string Part(string text) => $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":{{Quote(text)}}}""";

    private ResponseScript Done(string item)
    {
        Add("response.output_item.done", $"{Place(_items.Count)},\"item\":{item}");
        _items.Add(item);
        return this;
    }

    private string Response(string status, string items) => $$$"""
        {"id":"resp_1","object":"response","created_at":7,"status":"{{{status}}}","error":null,"incomplete_details":null,
        "instructions":{{{Quote(_instructions)}}},"model":"m","output":[{{{items}}}],"tools":[{"type":"function","name":"t","parameters":{"type":"object"}}],
        "usage":{"input_tokens":3,"output_tokens":5,"total_tokens":8}}
        """;
}
