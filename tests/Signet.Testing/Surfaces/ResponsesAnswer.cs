using System.Text.Json.Nodes;
using static Signet.Testing.Surfaces.SurfaceScript;

namespace Signet.Testing.Surfaces;

/// <summary>Responses as a whole, and the items that they consist of.</summary>
internal static class ResponsesAnswer
{
    public static JsonObject Whole(Reply reply)
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

    public static IEnumerable<JsonObject> Items(Reply reply)
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

    public static JsonObject Envelope(Reply reply, string status, IEnumerable<JsonObject> output) => new()
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

    public static JsonObject Failure(string message) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = "server_error", ["param"] = null, ["code"] = null },
    };

    public static JsonObject Thought(string id, string text) => new() { ["id"] = id, ["type"] = "reasoning", ["summary"] = List(Summary(text)) };

    public static JsonObject Summary(string text) => new() { ["type"] = "summary_text", ["text"] = text };
}
