using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>OpenAI's Responses. A stream says everything several times: in pieces, as a part, as an item, and as the whole answer.</summary>
public sealed class ResponsesScript : SurfaceScript
{
    public override string Name => "openai.responses";

    public override string Path => "/v1/responses";

    public override bool Streams => true;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } = All<RequestPlace>();

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } = All<AnswerPlace>();

    public override JsonObject Request(Prompt prompt, bool streamed)
    {
        var input = new JsonArray();
        foreach (var text in prompt.User)
        {
            input.Add(Said("user", List(new JsonObject { ["type"] = "input_text", ["text"] = text })));
        }

        if (Parts(prompt) is { Count: > 0 } parts)
        {
            input.Add(Said("user", parts));
        }

        if (prompt.Reasoning is not null)
        {
            input.Add(Thought("rs_0", prompt.Reasoning));
        }

        if (prompt.Refusal is not null)
        {
            input.Add(Said("assistant", List(new JsonObject { ["type"] = "refusal", ["refusal"] = prompt.Refusal })));
        }

        if (prompt.HasCall)
        {
            input.Add(new JsonObject
            {
                ["type"] = "function_call",
                ["call_id"] = "call_0",
                ["name"] = "get_weather",
                ["arguments"] = prompt.CallArguments ?? "{}",
            });
            input.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = "call_0", ["output"] = prompt.ToolResult ?? "sunny" });
        }

        if (prompt.UnknownPart is not null)
        {
            input.Add(new JsonObject { ["type"] = "hologram", ["note"] = prompt.UnknownPart });
        }

        var request = new JsonObject { ["model"] = Model, ["input"] = input };
        if (prompt.System is not null)
        {
            request["instructions"] = prompt.System;
        }

        if (prompt.HasTool)
        {
            request["tools"] = List(new JsonObject
            {
                ["type"] = "function",
                ["name"] = prompt.ToolName ?? "get_weather",
                ["description"] = prompt.ToolDescription ?? "Tells the weather.",
                ["parameters"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["city"] = new JsonObject { ["description"] = prompt.ToolSchema ?? "A city." } },
                },
                ["strict"] = false,
            });
        }

        if (streamed)
        {
            request["stream"] = true;
        }

        Mark(request, prompt.UnknownField, prompt.UnknownKey);
        return request;
    }

    public override JsonObject Unary(Reply reply) => reply.Error is not null
        ? new JsonObject { ["error"] = new JsonObject { ["message"] = reply.Error, ["type"] = "server_error", ["param"] = null, ["code"] = null } }
        : Whole(reply);

    public override IReadOnlyList<StreamEvent> Stream(Reply reply)
    {
        List<StreamEvent> events = [];
        Add("response.created", ("response", Envelope(reply, "in_progress", [])));
        Add("response.in_progress", ("response", Envelope(reply, "in_progress", [])));
        if (reply.Error is not null)
        {
            Add("error", ("code", "server_error"), ("message", reply.Error), ("param", null));
            return events;
        }

        foreach (var (item, index) in Items(reply).Select((item, i) => (item, i)))
        {
            AddItem(item, index);
        }

        if (reply.UnknownEvent is not null)
        {
            Add("response.hologram.delta", ("note", reply.UnknownEvent));
        }

        Add("response.completed", ("response", Whole(reply)));
        return events;

        void AddItem(JsonObject item, int index)
        {
            var id = Text(item["id"]);
            switch (Text(item["type"]))
            {
                case "message":
                    Add("response.output_item.added", ("output_index", index), ("item", With(item, "in_progress", "content", new JsonArray())));
                    foreach (var (part, number) in Objects(item["content"]).Select((part, i) => (part, i)))
                    {
                        var isText = Text(part["type"]) == "output_text";
                        var (kind, member) = isText ? ("output_text", "text") : ("refusal", "refusal");
                        var empty = part.DeepClone().AsObject();
                        empty[member] = "";
                        Add("response.content_part.added", ("item_id", id), ("output_index", index), ("content_index", number), ("part", empty));
                        foreach (var piece in isText ? number == 0 ? reply.Text : reply.SecondText : reply.Refusal)
                        {
                            Add(
                                $"response.{kind}.delta", ("item_id", id), ("output_index", index), ("content_index", number), ("delta", piece));
                        }

                        Add(
                            $"response.{kind}.done",
                            ("item_id", id), ("output_index", index), ("content_index", number), (member, Text(part[member])));
                        Add(
                            "response.content_part.done",
                            ("item_id", id), ("output_index", index), ("content_index", number), ("part", part.DeepClone()));
                    }

                    break;
                case "reasoning":
                    Add("response.output_item.added", ("output_index", index), ("item", With(item, null, "summary", new JsonArray())));
                    Add(
                        "response.reasoning_summary_part.added",
                        ("item_id", id), ("output_index", index), ("summary_index", 0), ("part", Summary("")));
                    foreach (var piece in reply.Reasoning)
                    {
                        Add(
                            "response.reasoning_summary_text.delta",
                            ("item_id", id), ("output_index", index), ("summary_index", 0), ("delta", piece));
                    }

                    Add(
                        "response.reasoning_summary_text.done",
                        ("item_id", id), ("output_index", index), ("summary_index", 0), ("text", string.Concat(reply.Reasoning)));
                    Add(
                        "response.reasoning_summary_part.done",
                        ("item_id", id), ("output_index", index), ("summary_index", 0), ("part", Summary(string.Concat(reply.Reasoning))));
                    break;
                case "function_call":
                    Add("response.output_item.added", ("output_index", index), ("item", With(item, "in_progress", "arguments", "")));
                    foreach (var piece in reply.Calls[CallNumber(id!)].Arguments)
                    {
                        Add("response.function_call_arguments.delta", ("item_id", id), ("output_index", index), ("delta", piece));
                    }

                    Add(
                        "response.function_call_arguments.done",
                        ("item_id", id), ("output_index", index), ("arguments", Text(item["arguments"])));
                    break;
                case "code_interpreter_call":
                    Add("response.output_item.added", ("output_index", index), ("item", With(item, "in_progress", "outputs", null)));
                    Add("response.code_interpreter_call.in_progress", ("item_id", id), ("output_index", index));
                    Add("response.code_interpreter_call.completed", ("item_id", id), ("output_index", index));
                    break;
                case "image_generation_call":
                    Add("response.output_item.added", ("output_index", index), ("item", With(item, "in_progress", "result", null)));
                    Add("response.image_generation_call.completed", ("item_id", id), ("output_index", index));
                    break;
                default:
                    Add("response.output_item.added", ("output_index", index), ("item", item.DeepClone()));
                    break;
            }

            Add("response.output_item.done", ("output_index", index), ("item", item.DeepClone()));
        }

        void Add(string type, params IEnumerable<(string Name, JsonNode? Value)> members)
        {
            var json = new JsonObject { ["type"] = type, ["sequence_number"] = events.Count };
            foreach (var (name, value) in members)
            {
                json[name] = value;
            }

            events.Add(new StreamEvent(type, json));
        }
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents)
    {
        var whole = documents.LastOrDefault(document => Text(document["type"]) == "response.completed")?["response"]?.AsObject()
            ?? documents.LastOrDefault(document => Text(document["object"]) == "response");
        return whole is null ? FromPieces(documents) : FromOutput([.. Objects(whole["output"])], Text(whole["status"]));
    }

    /// <summary>What a client has shown by the time that a stream was cut.</summary>
    private static ClientView FromPieces(IReadOnlyList<JsonObject> documents)
    {
        var items = documents.Where(document => Text(document["type"]) == "response.output_item.done").Select(document => document["item"]!.AsObject());
        return FromOutput([.. items], null) with
        {
            Text = Deltas("output_text"),
            Reasoning = Deltas("reasoning_summary_text"),
            Refusal = Deltas("refusal"),
        };

        string Deltas(string kind) => string.Concat(documents
            .Where(document => Text(document["type"]) == $"response.{kind}.delta").Select(document => Text(document["delta"])));
    }

    private static ClientView FromOutput(JsonObject[] items, string? stop) => new(
        string.Concat(items.SelectMany(item => Objects(item["content"])).Select(part => Text(part["text"]))),
        [
            .. items.Where(item => Text(item["type"]) == "function_call")
                .Select(item => new SeenCall(Text(item["name"])!, Text(item["arguments"])!)),
        ],
        stop)
    {
        Reasoning = string.Concat(items.SelectMany(item => Objects(item["summary"])).Select(part => Text(part["text"]))),
        Refusal = string.Concat(items.SelectMany(item => Objects(item["content"])).Select(part => Text(part["refusal"]))),
    };

    private static JsonObject Whole(Reply reply)
    {
        var response = Envelope(reply, "completed", Items(reply));
        response["usage"] = new JsonObject
        {
            ["input_tokens"] = 3,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
            ["output_tokens"] = 5,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
            ["total_tokens"] = 8,
        };
        Mark(response, reply.UnknownField, reply.UnknownKey);
        return response;
    }

    private static IEnumerable<JsonObject> Items(Reply reply)
    {
        if (reply.Reasoning.Count > 0)
        {
            yield return Thought("rs_1", string.Concat(reply.Reasoning));
        }

        if (reply.ToolResult.Count > 0)
        {
            yield return new JsonObject
            {
                ["id"] = "ci_1",
                ["type"] = "code_interpreter_call",
                ["status"] = "completed",
                ["code"] = "",
                ["container_id"] = "cntr_1",
                ["outputs"] = List(new JsonObject { ["type"] = "logs", ["logs"] = string.Concat(reply.ToolResult) }),
            };
        }

        if (reply.Octets is not null)
        {
            yield return new JsonObject { ["id"] = "ig_1", ["type"] = "image_generation_call", ["status"] = "completed", ["result"] = reply.Octets };
        }

        if (reply.UnknownPart is not null)
        {
            yield return new JsonObject { ["id"] = "ho_1", ["type"] = "hologram", ["note"] = reply.UnknownPart };
        }

        var content = new JsonArray();
        foreach (var pieces in new[] { reply.Text, reply.SecondText }.Where(pieces => pieces.Count > 0))
        {
            content.Add(new JsonObject { ["type"] = "output_text", ["text"] = string.Concat(pieces), ["annotations"] = new JsonArray() });
        }

        if (reply.Refusal.Count > 0)
        {
            content.Add(new JsonObject { ["type"] = "refusal", ["refusal"] = string.Concat(reply.Refusal) });
        }

        if (content.Count > 0)
        {
            yield return new JsonObject
            {
                ["id"] = "msg_1",
                ["type"] = "message",
                ["status"] = "completed",
                ["role"] = "assistant",
                ["content"] = content,
            };
        }

        foreach (var (call, i) in reply.Calls.Select((call, i) => (call, i)))
        {
            yield return new JsonObject
            {
                ["id"] = $"fc_{i}",
                ["type"] = "function_call",
                ["status"] = "completed",
                ["call_id"] = $"call_{i}",
                ["name"] = string.Concat(call.Name),
                ["arguments"] = string.Concat(call.Arguments),
            };
        }
    }

    private static JsonArray Parts(Prompt prompt)
    {
        var parts = new JsonArray();
        if ((prompt.MediaAddress ?? (prompt.MediaOctets is { } octets ? "data:image/png;base64," + octets : null)) is { } url)
        {
            parts.Add(new JsonObject { ["type"] = "input_image", ["image_url"] = url, ["detail"] = "auto" });
        }

        return parts;
    }

    private static JsonObject Envelope(Reply reply, string status, IEnumerable<JsonObject> output) => new()
    {
        ["id"] = reply.Id ?? "resp_1",
        ["object"] = "response",
        ["created_at"] = 1,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["model"] = Model,
        ["output"] = List(output),
        ["parallel_tool_calls"] = true,
    };

    private static int CallNumber(string id) => id[^1] - '0';

    private static JsonObject Said(string role, JsonArray content) => new() { ["type"] = "message", ["role"] = role, ["content"] = content };

    private static JsonObject Thought(string id, string text) => new() { ["id"] = id, ["type"] = "reasoning", ["summary"] = List(Summary(text)) };

    private static JsonObject Summary(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    private static JsonObject With(JsonObject item, string? status, string member, JsonNode? value)
    {
        var copy = item.DeepClone().AsObject();
        copy[member] = value;
        if (status is not null)
        {
            copy["status"] = status;
        }

        return copy;
    }
}
