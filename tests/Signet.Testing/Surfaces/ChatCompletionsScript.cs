using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>OpenAI's Chat Completions.</summary>
public sealed class ChatCompletionsScript : SurfaceScript
{
    public override string Name => "openai.chat_completions";

    public override string Path => "/v1/chat/completions";

    public override bool Streams => true;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } = All<RequestPlace>();

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } = All(AnswerPlace.ToolResult, AnswerPlace.UnknownEvent);

    public override JsonObject Request(Prompt prompt, bool streamed)
    {
        var messages = new JsonArray();
        if (prompt.System is not null)
        {
            messages.Add(Said("system", prompt.System));
        }

        foreach (var text in prompt.User)
        {
            messages.Add(Said("user", text));
        }

        if (Parts(prompt) is { Count: > 0 } parts)
        {
            messages.Add(new JsonObject { ["role"] = "user", ["content"] = parts });
        }

        if (prompt.Reasoning is not null || prompt.Refusal is not null)
        {
            messages.Add(new JsonObject
            {
                ["role"] = "assistant",
                ["content"] = "Yes.",
                ["reasoning_content"] = prompt.Reasoning,
                ["refusal"] = prompt.Refusal,
            });
        }

        if (prompt.HasCall)
        {
            messages.Add(new JsonObject
            {
                ["role"] = "assistant",
                ["content"] = null,
                ["tool_calls"] = List(Call("call_0", "get_weather", prompt.CallArguments ?? "{}")),
            });
            messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = "call_0", ["content"] = prompt.ToolResult ?? "sunny" });
        }

        var request = new JsonObject { ["model"] = Model, ["messages"] = messages };
        if (prompt.HasTool)
        {
            request["tools"] = List(new JsonObject
            {
                ["type"] = "function",
                ["function"] = new JsonObject
                {
                    ["name"] = prompt.ToolName ?? "get_weather",
                    ["description"] = prompt.ToolDescription ?? "Tells the weather.",
                    ["parameters"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = new JsonObject { ["city"] = new JsonObject { ["description"] = prompt.ToolSchema ?? "A city." } },
                    },
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

        var content = reply.SecondText.Count == 0 && reply.UnknownPart is null
            ? (JsonNode)string.Concat(reply.Text)
            : List([Part(string.Concat(reply.Text)), Part(string.Concat(reply.SecondText)), .. UnknownParts(reply)]);
        var message = new JsonObject { ["role"] = "assistant", ["content"] = content };
        if (reply.Reasoning.Count > 0)
        {
            message["reasoning_content"] = string.Concat(reply.Reasoning);
        }

        if (reply.Refusal.Count > 0)
        {
            message["refusal"] = string.Concat(reply.Refusal);
        }

        if (reply.Octets is not null)
        {
            message["audio"] = Audio(reply.Octets);
        }

        if (reply.Calls.Count > 0)
        {
            message["tool_calls"] = List(reply.Calls.Select((call, i) =>
                Call($"call_{i}", string.Concat(call.Name), string.Concat(call.Arguments))));
        }

        Mark(message, reply.UnknownField, reply.UnknownKey);
        return Envelope(reply, "chat.completion", new JsonObject
        {
            ["index"] = 0,
            ["message"] = message,
            ["finish_reason"] = Finish(reply),
        });
    }

    public override IReadOnlyList<StreamEvent> Stream(Reply reply)
    {
        if (reply.Error is not null)
        {
            return [Chunk(reply, new JsonObject { ["content"] = "Hel" }), new StreamEvent("", Failure(reply.Error)), StreamEvent.Done];
        }

        List<JsonObject> deltas =
        [
            new JsonObject { ["role"] = "assistant", ["content"] = "" },
            .. reply.Reasoning.Select(piece => new JsonObject { ["reasoning_content"] = piece }),
            .. reply.Text.Select(piece => new JsonObject { ["content"] = piece }),
            .. reply.SecondText.Select(piece => new JsonObject { ["content"] = List(Part(piece)) }),
            .. reply.Refusal.Select(piece => new JsonObject { ["refusal"] = piece }),
            .. UnknownParts(reply).Select(part => new JsonObject { ["content"] = List(part) }),
            .. reply.Calls.SelectMany(CallDeltas),
        ];
        if (reply.Octets is not null)
        {
            deltas.Add(new JsonObject { ["audio"] = Audio(reply.Octets) });
        }

        if (reply.UnknownField is not null || reply.UnknownKey is not null)
        {
            var delta = new JsonObject();
            Mark(delta, reply.UnknownField, reply.UnknownKey);
            deltas.Add(delta);
        }

        return
        [
            .. deltas.Select(delta => Chunk(reply, delta)),
            Chunk(reply, [], Finish(reply)),
            StreamEvent.Done,
        ];
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents)
    {
        var text = "";
        var (reasoning, refusal) = ("", "");
        string? stop = null;
        SortedDictionary<int, SeenCall> calls = [];
        foreach (var choice in documents.SelectMany(document => Objects(document["choices"])))
        {
            var body = choice["message"] ?? choice["delta"];
            text += Text(body?["content"]) ?? string.Concat(Objects(body?["content"]).Select(part => Text(part["text"])));
            reasoning += Text(body?["reasoning_content"]);
            refusal += Text(body?["refusal"]);
            stop = Text(choice["finish_reason"]) ?? stop;
            foreach (var (call, position) in Objects(body?["tool_calls"]).Select((call, i) => (call, i)))
            {
                var index = (int?)call["index"] ?? position;
                var known = calls.GetValueOrDefault(index, new SeenCall("", ""));
                calls[index] = new SeenCall(
                    known.Name + Text(call["function"]?["name"]), known.Arguments + Text(call["function"]?["arguments"]));
            }
        }

        return new ClientView(text, [.. calls.Values], stop) { Reasoning = reasoning, Refusal = refusal };
    }

    private static JsonArray Parts(Prompt prompt)
    {
        var parts = new JsonArray();
        if ((prompt.MediaAddress ?? (prompt.MediaOctets is { } octets ? "data:image/png;base64," + octets : null)) is { } url)
        {
            parts.Add(new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = url } });
        }

        if (prompt.UnknownPart is not null)
        {
            parts.Add(new JsonObject { ["type"] = "hologram", ["note"] = prompt.UnknownPart });
        }

        return parts;
    }

    private static JsonObject Said(string role, string text) => new() { ["role"] = role, ["content"] = text };

    private static JsonObject Part(string text) => new() { ["type"] = "text", ["text"] = text };

    private static IEnumerable<JsonObject> UnknownParts(Reply reply) =>
        reply.UnknownPart is null ? [] : [new JsonObject { ["type"] = "hologram", ["note"] = reply.UnknownPart }];

    private static JsonObject Audio(string octets) => new() { ["id"] = "audio_1", ["data"] = octets, ["transcript"] = "" };

    private static JsonObject Failure(string message) => new() { ["error"] = new JsonObject { ["message"] = message, ["type"] = "server_error" } };

    private static JsonObject Call(string id, string name, string arguments) => new()
    {
        ["id"] = id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
    };

    private static IEnumerable<JsonObject> CallDeltas(CallReply call, int index)
    {
        var first = Call($"call_{index}", call.Name[0], "");
        first.Insert(0, "index", index);
        return new[] { first }
            .Concat(call.Name.Skip(1).Select(piece => Fragment("name", piece)))
            .Concat(call.Arguments.Select(piece => Fragment("arguments", piece)))
            .Select(fragment => new JsonObject { ["tool_calls"] = List(fragment) });

        JsonObject Fragment(string member, string piece) =>
            new() { ["index"] = index, ["function"] = new JsonObject { [member] = piece } };
    }

    private static string Finish(Reply reply) => reply.Calls.Count > 0 ? "tool_calls" : "stop";

    private static StreamEvent Chunk(Reply reply, JsonObject delta, string? finish = null) => new("", Envelope(
        reply, "chat.completion.chunk", new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }));

    private static JsonObject Envelope(Reply reply, string type, JsonObject choice) => new()
    {
        ["id"] = reply.Id ?? "chatcmpl-1",
        ["object"] = type,
        ["created"] = 1,
        ["model"] = Model,
        ["choices"] = List(choice),
    };
}
