using System.Text.Json.Nodes;
using static Signet.Testing.Surfaces.ResponsesAnswer;
using static Signet.Testing.Surfaces.SurfaceScript;

namespace Signet.Testing.Surfaces;

/// <summary>The events of a streamed response: everything in pieces, then as a part, as an item, and as the whole answer.</summary>
internal sealed class ResponsesStream
{
    private readonly Reply _reply;
    private readonly List<StreamEvent> _events = [];

    public ResponsesStream(Reply reply)
    {
        _reply = reply;
        Add("response.created", ("response", Envelope(reply, "in_progress", [])));
        Add("response.in_progress", ("response", Envelope(reply, "in_progress", [])));
        if (reply.Error is not null)
        {
            Add("error", ("code", "server_error"), ("message", reply.Error), ("param", null));
            return;
        }

        foreach (var (item, index) in Items(reply).Select((item, i) => (item, i)))
        {
            AddItem(item, index);
            Add("response.output_item.done", ("output_index", index), ("item", item.DeepClone()));
        }

        if (reply.UnknownEvent is not null)
        {
            Add("response.hologram.delta", ("note", reply.UnknownEvent));
        }

        Add("response.completed", ("response", Whole(reply)));
    }

    public IReadOnlyList<StreamEvent> Events => _events;

    private void AddItem(JsonObject item, int index)
    {
        var id = Text(item["id"])!;
        switch (Text(item["type"]))
        {
            case "message":
                AddItem(index, With(item, "in_progress", "content", new JsonArray()));
                foreach (var (part, number) in Objects(item["content"]).Select((part, i) => (part, i)))
                {
                    AddPart(part, number, id, index);
                }

                break;
            case "reasoning":
                AddItem(index, With(item, null, "summary", new JsonArray()));
                AddThought(string.Concat(_reply.Reasoning), id, index);
                break;
            case "function_call":
                AddItem(index, With(item, "in_progress", "arguments", ""));
                foreach (var piece in _reply.Calls[CallNumber(id)].Arguments)
                {
                    Add("response.function_call_arguments.delta", ("item_id", id), ("output_index", index), ("delta", piece));
                }

                Add(
                    "response.function_call_arguments.done",
                    ("item_id", id), ("output_index", index), ("arguments", Text(item["arguments"])));
                break;
            case "code_interpreter_call":
                AddItem(index, With(item, "in_progress", "outputs", null));
                Add("response.code_interpreter_call.in_progress", ("item_id", id), ("output_index", index));
                Add("response.code_interpreter_call.completed", ("item_id", id), ("output_index", index));
                break;
            case "image_generation_call":
                AddItem(index, With(item, "in_progress", "result", null));
                Add("response.image_generation_call.completed", ("item_id", id), ("output_index", index));
                break;
            default:
                AddItem(index, item.DeepClone());
                break;
        }
    }

    private void AddItem(int index, JsonNode item) => Add("response.output_item.added", ("output_index", index), ("item", item));

    private void AddPart(JsonObject part, int number, string id, int index)
    {
        var isText = Text(part["type"]) == "output_text";
        var (kind, member) = isText ? ("output_text", "text") : ("refusal", "refusal");
        Add(
            "response.content_part.added",
            ("item_id", id), ("output_index", index), ("content_index", number), ("part", With(part, null, member, "")));
        foreach (var piece in isText ? number == 0 ? _reply.Text : _reply.SecondText : _reply.Refusal)
        {
            Add($"response.{kind}.delta", ("item_id", id), ("output_index", index), ("content_index", number), ("delta", piece));
        }

        Add(
            $"response.{kind}.done",
            ("item_id", id), ("output_index", index), ("content_index", number), (member, Text(part[member])));
        Add(
            "response.content_part.done",
            ("item_id", id), ("output_index", index), ("content_index", number), ("part", part.DeepClone()));
    }

    private void AddThought(string whole, string id, int index)
    {
        Add(
            "response.reasoning_summary_part.added",
            ("item_id", id), ("output_index", index), ("summary_index", 0), ("part", Summary("")));
        foreach (var piece in _reply.Reasoning)
        {
            Add(
                "response.reasoning_summary_text.delta",
                ("item_id", id), ("output_index", index), ("summary_index", 0), ("delta", piece));
        }

        Add(
            "response.reasoning_summary_text.done",
            ("item_id", id), ("output_index", index), ("summary_index", 0), ("text", whole));
        Add(
            "response.reasoning_summary_part.done",
            ("item_id", id), ("output_index", index), ("summary_index", 0), ("part", Summary(whole)));
    }

    private void Add(string type, params IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject { ["type"] = type, ["sequence_number"] = _events.Count };
        foreach (var (name, value) in members)
        {
            json[name] = value;
        }

        _events.Add(new StreamEvent(type, json));
    }

    private static int CallNumber(string id) => id[^1] - '0';

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
