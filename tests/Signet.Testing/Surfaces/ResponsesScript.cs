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
            input.Add(ResponsesAnswer.Thought("rs_0", prompt.Reasoning));
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
        ? ResponsesAnswer.Failure(reply.Error)
        : ResponsesAnswer.Whole(reply);

    public override IReadOnlyList<StreamEvent> Stream(Reply reply) => new ResponsesStream(reply).Events;

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

    internal static ClientView FromOutput(JsonObject[] items, string? stop) => new(
        Said(items, "output_text"),
        [
            .. items.Where(item => Text(item["type"]) == "function_call")
                .Select(item => new SeenCall(Text(item["name"])!, Text(item["arguments"])!)),
        ],
        stop)
    {
        Reasoning = string.Concat(items.SelectMany(item => Objects(item["summary"])).Select(part => Text(part["text"]))) + Said(items, "reasoning_text"),
        Refusal = string.Concat(items.SelectMany(item => Objects(item["content"])).Select(part => Text(part["refusal"]))),
    };

    private static string Said(JsonObject[] items, string type) => string.Concat(
        items.SelectMany(item => Objects(item["content"])).Where(part => Text(part["type"]) == type).Select(part => Text(part["text"])));

    private static JsonArray Parts(Prompt prompt)
    {
        var parts = new JsonArray();
        if ((prompt.MediaAddress ?? (prompt.MediaOctets is { } octets ? "data:image/png;base64," + octets : null)) is { } url)
        {
            parts.Add(new JsonObject { ["type"] = "input_image", ["image_url"] = url, ["detail"] = "auto" });
        }

        return parts;
    }

    private static JsonObject Said(string role, JsonArray content) => new() { ["type"] = "message", ["role"] = role, ["content"] = content };
}
