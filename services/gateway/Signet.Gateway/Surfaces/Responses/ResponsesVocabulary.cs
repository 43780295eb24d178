using System.Collections.Frozen;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>
/// The words that Responses fixes. A closed list: whoever can choose only among these can't say anything with them.
/// </summary>
internal static class ResponsesVocabulary
{
    public const string Message = "message";
    public const string Reasoning = "reasoning";
    public const string ItemReference = "item_reference";

    public static readonly FrozenSet<string> Keys = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            .. SharedVocabulary.Keys, "input", "instructions", "previous_response_id", "conversation", "prompt", "version", "variables",
            "include", "include[]", "metadata", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "reasoning", "effort",
            "summary", "generate_summary", "text", "format", "verbosity", "json_schema", "schema", "name", "strict", "truncation", "store",
            "background", "max_output_tokens",
            "max_tool_calls", "parallel_tool_calls", "tools", "tool_choice", "description", "parameters",
            "role", "content", "status", "phase", "image_url", "detail", "file_id", "file_data", "file_url", "filename", "input_audio",
            "refusal", "annotations", "token", "bytes", "logprob", "call_id", "arguments", "output", "output_text", "encrypted_content",
            "action", "actions", "operation", "pending_safety_checks", "acknowledged_safety_checks", "queries", "query", "results",
            "container_id", "outputs", "logs", "url", "result", "revised_prompt", "server_label", "server_url", "server_description",
            "headers", "authorization", "connector_id", "allowed_tools", "require_approval", "approval_request_id", "approve", "reason",
            "input_schema", "vector_store_ids", "filters", "ranking_options", "max_num_results", "container", "file_ids", "environment",
            "display_width", "display_height", "search_context_size", "user_location", "quality", "size", "output_format",
            "output_compression", "input_image_mask", "input_fidelity", "moderation", "partial_images", "syntax", "definition", "commands",
            "command", "env", "working_directory", "timeout_ms", "max_output_length", "stdout", "stderr", "outcome", "exit_code", "path",
            "diff", "namespace", "caller", "created_by", "response", "item", "item_id", "output_index", "content_index", "summary_index",
            "annotation_index", "command_index", "partial_image_index", "partial_image_b64", "sequence_number", "delta", "part", "annotation",
            "title", "start_index", "end_index", "created_at", "completed_at", "incomplete_details", "input_tokens", "output_tokens",
            "input_tokens_details", "output_tokens_details", "first_id", "last_id", "has_more", "deleted", "score", "attributes", "x", "y",
            "response_id", "keys", "button", "scroll_x", "scroll_y", "pattern", "sources", "properties", "required", "additionalProperties",
        ]);

    public static readonly FrozenSet<string> Roles =
        FrozenSet.Create(StringComparer.Ordinal, "system", "developer", "user", "assistant");

    public static readonly FrozenSet<string> ItemTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        Message, Reasoning, ItemReference, "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output",
        "computer_call", "computer_call_output", "web_search_call", "file_search_call", "code_interpreter_call", "image_generation_call",
        "local_shell_call", "local_shell_call_output", "shell_call", "shell_call_output", "apply_patch_call", "apply_patch_call_output",
        "mcp_list_tools", "mcp_call", "mcp_approval_request", "mcp_approval_response", "tool_search_call", "tool_search_output",
        "compaction", "compaction_trigger");

    public static readonly FrozenSet<string> PartTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        "input_text", "input_image", "input_file", "input_audio", "output_text", "refusal", "text", "summary_text", "reasoning_text",
        "computer_screenshot");

    public static readonly FrozenSet<string> ToolTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        "function", "custom", "file_search", "computer", "computer_use_preview", "code_interpreter", "image_generation", "local_shell",
        "shell", "apply_patch", "mcp", "web_search", "web_search_2025_08_26", "web_search_preview", "web_search_preview_2025_03_11",
        "tool_search", "namespace");

    public static readonly FrozenSet<string> ToolChoices = FrozenSet.Create(StringComparer.Ordinal, "none", "auto", "required");

    public static readonly FrozenSet<string> Statuses = FrozenSet.Create(
        StringComparer.Ordinal,
        "completed", "incomplete", "failed", "cancelled", "queued", "in_progress", "searching", "generating", "interpreting", "calling");

    public static readonly FrozenSet<string> Objects =
        FrozenSet.Create(StringComparer.Ordinal, "response", "list", "response.deleted", "response.input_tokens");
}
