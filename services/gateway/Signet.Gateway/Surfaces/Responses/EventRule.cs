using System.Collections.Frozen;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>What the specification says of an event by its name.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="ItemType">The type of the item that it is about; null for none, or any.</param>
/// <param name="Member">The member that holds what it says.</param>
/// <param name="Text">What that is.</param>
/// <param name="Field">The text that it belongs to.</param>
internal sealed record EventRule(
    EventKind Kind, string? ItemType = null, string? Member = null, ContentKind Text = ContentKind.Text, string Field = "")
{
    /// <summary>Stands in the name of a text that says another one again, as a whole.</summary>
    public const char AgainMark = '.';

    /// <summary>The events, a closed list.</summary>
    public static readonly FrozenDictionary<string, EventRule> All = Build();

    private static FrozenDictionary<string, EventRule> Build()
    {
        var rules = new Dictionary<string, EventRule>(StringComparer.Ordinal)
        {
            ["error"] = new(EventKind.Error),
            ["keepalive"] = new(EventKind.Note),
            ["response.created"] = new(EventKind.Snapshot, Field: ".created"),
            ["response.queued"] = new(EventKind.Snapshot, Field: ".queued"),
            ["response.in_progress"] = new(EventKind.Snapshot, Field: ".in_progress"),
            ["response.completed"] = new(EventKind.End, Field: ".end"),
            ["response.incomplete"] = new(EventKind.End, Field: ".end"),
            ["response.failed"] = new(EventKind.End, Field: ".end"),
            ["response.output_item.added"] = new(EventKind.ItemAdded, Member: "item"),
            ["response.output_item.done"] = new(EventKind.ItemDone, Member: "item", Field: ".item"),
            ["response.content_part.added"] = new(EventKind.PartAdded, Member: "part"),
            ["response.content_part.done"] = new(EventKind.PartDone, Member: "part", Field: ".part"),
            ["response.reasoning_summary_part.added"] = new(EventKind.PartAdded, ResponsesVocabulary.Reasoning, "part"),
            ["response.reasoning_summary_part.done"] = new(EventKind.PartDone, ResponsesVocabulary.Reasoning, "part", Field: ".part"),
            ["response.output_text.annotation.added"] = new(EventKind.Note, ResponsesVocabulary.Message),
            ["response.image_generation_call.partial_image"] = new(EventKind.Note, "image_generation_call"),
            ["response.audio.delta"] = new(EventKind.Note),
            ["response.audio.done"] = new(EventKind.Note),
            ["response.audio.transcript.delta"] = new(EventKind.Text, null, "delta", ContentKind.Text, "transcript"),
            ["response.audio.transcript.done"] = new(EventKind.Note),
            ["response.shell_call_output_content.delta"] = new(EventKind.Growth, "shell_call_output", "delta"),
            ["response.shell_call_output_content.done"] = new(EventKind.Note, "shell_call_output"),
            ["response.shell_call_command.added"] = new(EventKind.Detail, "shell_call", "command"),
        };
        AddText("output_text", "text", ResponsesVocabulary.Message, ContentKind.Text, "text");
        AddText("refusal", "refusal", ResponsesVocabulary.Message, ContentKind.Refusal, "refusal");
        AddText("reasoning_text", "text", ResponsesVocabulary.Reasoning, ContentKind.Reasoning, "reasoning_text");
        AddText("reasoning_summary_text", "text", ResponsesVocabulary.Reasoning, ContentKind.Reasoning, "summary_text");
        AddPair("function_call_arguments", EventKind.Arguments, EventKind.ArgumentsDone, "function_call", "arguments");
        AddPair("custom_tool_call_input", EventKind.Arguments, EventKind.ArgumentsDone, "custom_tool_call", "input");
        AddPair("mcp_call_arguments", EventKind.Arguments, EventKind.ArgumentsDone, "mcp_call", "arguments");
        AddPair("code_interpreter_call_code", EventKind.Detail, EventKind.DetailDone, "code_interpreter_call", "code");
        AddPair("shell_call_command", EventKind.Detail, EventKind.DetailDone, "shell_call", "command");
        AddPair("apply_patch_call_operation_diff", EventKind.Detail, EventKind.DetailDone, "apply_patch_call", "diff");
        AddNotes("web_search_call", "in_progress", "searching", "completed", "failed");
        AddNotes("file_search_call", "in_progress", "searching", "completed", "failed");
        AddNotes("code_interpreter_call", "in_progress", "interpreting", "completed", "failed");
        AddNotes("image_generation_call", "in_progress", "generating", "completed", "failed");
        AddNotes("mcp_call", "in_progress", "completed", "failed");
        AddNotes("mcp_list_tools", "in_progress", "completed", "failed");
        return rules.ToFrozenDictionary(StringComparer.Ordinal);

        void AddText(string name, string whole, string item, ContentKind kind, string field)
        {
            rules.Add($"response.{name}.delta", new EventRule(EventKind.Text, item, "delta", kind, field));
            rules.Add($"response.{name}.done", new EventRule(EventKind.Text, item, whole, kind, field + ".done"));
        }

        void AddPair(string name, EventKind delta, EventKind done, string item, string whole)
        {
            rules.Add($"response.{name}.delta", new EventRule(delta, item, "delta"));
            rules.Add($"response.{name}.done", new EventRule(done, item, whole));
        }

        void AddNotes(string item, params string[] words)
        {
            foreach (var word in words)
            {
                rules.Add($"response.{item}.{word}", new EventRule(EventKind.Note, item));
            }
        }
    }
}
