using System.Text.Json.Nodes;
using Xunit;

namespace Signet.Testing.Surfaces;

/// <summary>Anthropic's Messages.</summary>
public sealed class MessagesScript : SurfaceScript
{
    public override string Name => "anthropic.messages";

    public override string Path => "/v1/messages";

    public override IReadOnlyDictionary<string, string> Headers { get; } =
        new Dictionary<string, string> { ["anthropic-version"] = "2023-06-01" };

    public override bool Streams => true;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } = All(RequestPlace.Refusal);

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } = All(AnswerPlace.Refusal);

    public override JsonObject Request(Prompt prompt, bool streamed)
    {
        var messages = new JsonArray();
        foreach (var text in prompt.User)
        {
            messages.Add(Said("user", text));
        }

        if (Blocks(prompt) is { Count: > 0 } blocks)
        {
            messages.Add(Said("user", blocks));
        }

        if (prompt.Reasoning is not null || prompt.HasCall)
        {
            var said = new JsonArray();
            if (prompt.Reasoning is not null)
            {
                said.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = prompt.Reasoning, ["signature"] = "c2lnbmVk" });
            }

            said.Add(prompt.HasCall
                ? Call("toolu_0", "get_weather", new JsonObject { ["city"] = prompt.CallArguments ?? "Rome" })
                : Block("Yes."));
            messages.Add(Said("assistant", said));
        }

        if (prompt.HasCall)
        {
            messages.Add(Said("user", List(new JsonObject
            {
                ["type"] = "tool_result",
                ["tool_use_id"] = "toolu_0",
                ["content"] = prompt.ToolResult ?? "sunny",
            })));
        }

        var request = new JsonObject { ["model"] = Model, ["max_tokens"] = 64, ["messages"] = messages };
        if (prompt.System is not null)
        {
            request["system"] = prompt.System;
        }

        if (prompt.HasTool)
        {
            request["tools"] = List(new JsonObject
            {
                ["name"] = prompt.ToolName ?? "get_weather",
                ["description"] = prompt.ToolDescription ?? "Tells the weather.",
                ["input_schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["city"] = new JsonObject { ["description"] = prompt.ToolSchema ?? "A city." } },
                },
            });
        }

        if (streamed)
        {
            request["stream"] = true;
        }

        Mark(request, prompt.UnknownField, prompt.UnknownKey);
        return request;
    }

    public override JsonObject Unary(Reply reply)
    {
        if (reply.Error is not null)
        {
            return Failure(reply.Error);
        }

        var message = Envelope(reply);
        message["content"] = List(Contents(reply).Select(content => content.Whole));
        message["stop_reason"] = Stop(reply);
        message["usage"] = new JsonObject { ["input_tokens"] = 3, ["output_tokens"] = 5 };
        Mark(message, reply.UnknownField, reply.UnknownKey);
        return message;
    }

    public override IReadOnlyList<StreamEvent> Stream(Reply reply)
    {
        List<StreamEvent> events = [Event("message_start", ("message", Envelope(reply)))];
        if (reply.Error is not null)
        {
            return [.. events, new StreamEvent("error", Failure(reply.Error))];
        }

        events.Add(Event("ping"));
        foreach (var (content, index) in Contents(reply).Select((content, i) => (content, i)))
        {
            events.Add(Event("content_block_start", ("index", index), ("content_block", content.Start)));
            events.AddRange(content.Deltas.Select(delta => Event("content_block_delta", ("index", index), ("delta", delta))));
            events.Add(Event("content_block_stop", ("index", index)));
        }

        if (reply.UnknownEvent is not null)
        {
            events.Add(Event("hologram_delta", ("note", reply.UnknownEvent)));
        }

        var end = Event(
            "message_delta",
            ("delta", new JsonObject { ["stop_reason"] = Stop(reply), ["stop_sequence"] = null }),
            ("usage", new JsonObject { ["output_tokens"] = 5 }));
        Mark(end.Json!, reply.UnknownField, reply.UnknownKey);
        return [.. events, end, Event("message_stop")];
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents)
    {
        List<JsonObject> blocks = [];
        string? stop = null;
        foreach (var document in documents)
        {
            switch (Text(document["type"]))
            {
                case "message":
                    blocks.AddRange(Objects(document["content"]));
                    stop = Text(document["stop_reason"]);
                    break;
                case "content_block_start":
                    // A client keeps blocks by their number and takes the next one to be at the end.
                    Assert.Equal(blocks.Count, (int)document["index"]!);
                    blocks.Add(document["content_block"]!.DeepClone().AsObject());
                    break;
                case "content_block_delta":
                    Grow(blocks[(int)document["index"]!], document["delta"]!.AsObject());
                    break;
                case "message_delta":
                    stop = Text(document["delta"]?["stop_reason"]) ?? stop;
                    break;
            }
        }

        return new ClientView(
            string.Concat(blocks.Where(block => Text(block["type"]) == "text").Select(block => Text(block["text"]))),
            [
                .. blocks.Where(block => Text(block["type"]) == "tool_use").Select(block => new SeenCall(
                    Text(block["name"])!, Text(block["partial"]) is { Length: > 0 } json ? json : block["input"]!.ToJsonString())),
            ],
            stop)
        {
            Reasoning = string.Concat(blocks.Select(block => Text(block["thinking"]))),
        };
    }

    private static void Grow(JsonObject block, JsonObject delta)
    {
        var (member, piece) = Text(delta["type"]) switch
        {
            "text_delta" => ("text", delta["text"]),
            "thinking_delta" => ("thinking", delta["thinking"]),
            "input_json_delta" => ("partial", delta["partial_json"]),
            _ => ("other", null),
        };
        block[member] = Text(block[member]) + Text(piece);
    }

    private static IEnumerable<(JsonObject Whole, JsonObject Start, IEnumerable<JsonObject> Deltas)> Contents(Reply reply)
    {
        if (reply.Reasoning.Count > 0)
        {
            yield return (
                new JsonObject { ["type"] = "thinking", ["thinking"] = string.Concat(reply.Reasoning), ["signature"] = "c2lnbmVk" },
                new JsonObject { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" },
                [
                    .. reply.Reasoning.Select(piece => Delta("thinking_delta", "thinking", piece)),
                    Delta("signature_delta", "signature", "c2lnbmVk"),
                ]);
        }

        if (reply.Octets is not null)
        {
            var hidden = new JsonObject { ["type"] = "redacted_thinking", ["data"] = reply.Octets };
            yield return (hidden, hidden.DeepClone().AsObject(), []);
        }

        foreach (var pieces in new[] { reply.Text, reply.SecondText }.Where(pieces => pieces.Count > 0))
        {
            yield return (Block(string.Concat(pieces)), Block(""), pieces.Select(piece => Delta("text_delta", "text", piece)));
        }

        if (reply.ToolResult.Count > 0)
        {
            var query = new JsonObject { ["type"] = "server_tool_use", ["id"] = "srvtoolu_1", ["name"] = "web_search", ["input"] = new JsonObject() };
            yield return (query, query.DeepClone().AsObject(), []);
            var found = new JsonObject
            {
                ["type"] = "web_search_tool_result",
                ["tool_use_id"] = "srvtoolu_1",
                ["content"] = List(new JsonObject
                {
                    ["type"] = "web_search_result",
                    ["title"] = string.Concat(reply.ToolResult),
                    ["url"] = "https://pages.example/",
                    ["encrypted_content"] = "c2VhbGVk",
                    ["page_age"] = null,
                }),
            };
            yield return (found, found.DeepClone().AsObject(), []);
        }

        if (reply.UnknownPart is not null)
        {
            var block = new JsonObject { ["type"] = "hologram", ["note"] = reply.UnknownPart };
            yield return (block, block.DeepClone().AsObject(), []);
        }

        foreach (var (call, i) in reply.Calls.Select((call, i) => (call, i)))
        {
            var name = string.Concat(call.Name);
            yield return (
                Call($"toolu_{i}", name, JsonNode.Parse(string.Concat(call.Arguments))!.AsObject()),
                Call($"toolu_{i}", name, []),
                call.Arguments.Select(piece => Delta("input_json_delta", "partial_json", piece)));
        }
    }

    private static JsonArray Blocks(Prompt prompt)
    {
        var blocks = new JsonArray();
        if (prompt.MediaAddress is not null)
        {
            blocks.Add(Image(new JsonObject { ["type"] = "url", ["url"] = prompt.MediaAddress }));
        }

        if (prompt.MediaOctets is not null)
        {
            blocks.Add(Image(new JsonObject { ["type"] = "base64", ["media_type"] = "image/png", ["data"] = prompt.MediaOctets }));
        }

        if (prompt.UnknownPart is not null)
        {
            blocks.Add(new JsonObject { ["type"] = "hologram", ["note"] = prompt.UnknownPart });
        }

        return blocks;
    }

    private static JsonObject Envelope(Reply reply) => new()
    {
        ["id"] = reply.Id ?? "msg_1",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = 3, ["output_tokens"] = 1 },
    };

    private static StreamEvent Event(string type, params IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject { ["type"] = type };
        foreach (var (name, value) in members)
        {
            json[name] = value;
        }

        return new StreamEvent(type, json);
    }

    private static JsonObject Said(string role, JsonNode content) => new() { ["role"] = role, ["content"] = content };

    private static JsonObject Block(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Image(JsonObject source) => new() { ["type"] = "image", ["source"] = source };

    private static JsonObject Delta(string type, string member, string piece) => new() { ["type"] = type, [member] = piece };

    private static JsonObject Call(string id, string name, JsonObject input) =>
        new() { ["type"] = "tool_use", ["id"] = id, ["name"] = name, ["input"] = input };

    private static JsonObject Failure(string message) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = "api_error", ["message"] = message },
    };

    private static string Stop(Reply reply) => reply.Calls.Count > 0 ? "tool_use" : "end_turn";
}
