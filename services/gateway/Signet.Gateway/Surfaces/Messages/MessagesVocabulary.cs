using System.Collections.Frozen;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>
/// The words that Anthropic's Messages API fixes. A closed list: whoever can choose only among these can't say anything with them.
/// </summary>
internal static class MessagesVocabulary
{
    private const int DateLength = 8;

    public static readonly FrozenSet<string> Keys = FrozenSet.Create(
        StringComparer.Ordinal,
        "model", "messages", "system", "max_tokens", "stream", "temperature", "top_p", "top_k", "stop_sequences", "metadata", "user_id",
        "tools", "tool_choice", "disable_parallel_tool_use", "thinking", "budget_tokens", "display", "service_tier", "container",
        "skills", "skill_id", "version", "mcp_servers", "authorization_token", "tool_configuration", "allowed_tools", "enabled",
        "context_management", "edits", "trigger", "keep", "clear_at_least", "exclude_tools", "clear_tool_inputs", "instructions",
        "output_config", "output_format", "effort", "format", "schema", "speed", "inference_geo",
        "role", "content", "type", "text", "source", "media_type", "data", "url", "file_id", "title", "context", "citations",
        "cache_control", "ttl", "id", "name", "input", "tool_use_id", "is_error", "signature", "server_name", "caller", "tool_id",
        "toolset_name", "tool_name", "tool", "index", "delta", "message", "content_block", "partial_json", "citation", "error",
        "cited_text", "document_index", "document_title", "search_result_index", "start_char_index", "end_char_index",
        "start_page_number", "end_page_number", "start_block_index", "end_block_index", "encrypted_index", "encrypted_content",
        "encrypted_stdout", "page_age", "retrieved_at", "error_code", "error_message", "stdout", "stderr", "return_code", "lines",
        "is_file_update", "file_type", "num_lines", "start_line", "total_lines", "new_lines", "new_start", "old_lines", "old_start",
        "tool_references", "from", "to", "description", "input_schema", "strict", "defer_loading", "allowed_callers",
        "input_examples", "eager_input_streaming", "max_uses", "allowed_domains", "blocked_domains", "user_location", "city",
        "region", "country", "timezone", "max_content_tokens", "max_characters", "display_width_px", "display_height_px",
        "display_number", "enable_zoom", "mcp_server_name", "configs", "default_config", "usage", "input_tokens", "output_tokens",
        "cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "ephemeral_5m_input_tokens",
        "ephemeral_1h_input_tokens", "server_tool_use", "web_search_requests", "web_fetch_requests", "output_tokens_details",
        "thinking_tokens", "estimated_tokens", "iterations", "stop_reason", "stop_sequence", "stop_details", "category",
        "explanation", "expires_at", "applied_edits", "cleared_tool_uses", "cleared_input_tokens", "cleared_thinking_turns",
        "original_input_tokens", "request_id", "has_more", "first_id", "last_id", "display_name", "created_at");

    public static readonly FrozenSet<string> Roles = FrozenSet.Create(StringComparer.Ordinal, "user", "assistant", "system");

    /// <summary>What stands in the content of a message.</summary>
    public static readonly FrozenSet<string> BlockTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        "text", "image", "document", "search_result", "thinking", "redacted_thinking", "tool_use", "tool_result", "server_tool_use",
        "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result", "bash_code_execution_tool_result",
        "text_editor_code_execution_tool_result", "tool_search_tool_result", "advisor_tool_result", "mcp_tool_use", "mcp_tool_result",
        "mcp_tool_listing", "container_upload", "compaction", "fallback", "tool_addition", "tool_removal");

    /// <summary>What stands inside a block: the parts of results, of documents and of what tools say.</summary>
    public static readonly FrozenSet<string> InnerTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        "text", "image", "document", "search_result", "tool_reference", "web_search_result", "web_search_tool_result_error",
        "web_fetch_result", "web_fetch_tool_result_error", "code_execution_result", "code_execution_output",
        "code_execution_tool_result_error", "encrypted_code_execution_result", "bash_code_execution_result",
        "bash_code_execution_output", "bash_code_execution_tool_result_error", "text_editor_code_execution_view_result",
        "text_editor_code_execution_create_result", "text_editor_code_execution_str_replace_result",
        "text_editor_code_execution_tool_result_error", "tool_search_tool_search_result", "tool_search_tool_result_error",
        "advisor_result", "advisor_redacted_result", "advisor_tool_result_error");

    /// <summary>Calls: what the caller runs, and what the provider or a server of its runs.</summary>
    public static readonly FrozenSet<string> CallTypes =
        FrozenSet.Create(StringComparer.Ordinal, "tool_use", "server_tool_use", "mcp_tool_use");

    public static readonly FrozenSet<string> SourceTypes =
        FrozenSet.Create(StringComparer.Ordinal, "base64", "url", "text", "content", "file");

    public static readonly FrozenSet<string> CitationTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        "char_location", "page_location", "content_block_location", "web_search_result_location", "search_result_location");

    /// <summary>The types of what else an object may be, wherever one stands outside blocks and the inputs of tools.</summary>
    public static readonly FrozenSet<string> OtherTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        "ephemeral", "direct", "auto", "any", "tool", "none", "enabled", "disabled", "adaptive", "json_schema", "url", "approximate",
        "input_tokens", "tool_uses", "thinking_turns", "all", "clear_tool_uses_20250919", "clear_thinking_20251015",
        "compact_20260112", "code_execution_20250825", "code_execution_20260120", "anthropic", "custom", "refusal");

    public static readonly FrozenSet<string> MediaTypes = FrozenSet.Create(
        StringComparer.Ordinal, "image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf", "text/plain");

    public static readonly FrozenSet<string> ServiceTiers =
        FrozenSet.Create(StringComparer.Ordinal, "auto", "standard_only", "standard", "priority", "batch");

    public static readonly FrozenSet<string> StopReasons = FrozenSet.Create(
        StringComparer.Ordinal,
        "end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", "model_context_window_exceeded", "compaction");

    /// <summary>The types of whole answers.</summary>
    public static readonly FrozenSet<string> AnswerTypes = FrozenSet.Create(StringComparer.Ordinal, "message", "error", "model");

    private static readonly FrozenSet<string> ToolTypes = FrozenSet.Create(
        StringComparer.Ordinal, "custom", "mcp_toolset", "tool_search_tool_bm25", "tool_search_tool_regex");

    private static readonly FrozenSet<string> DatedToolTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        "web_search_", "web_fetch_", "bash_", "text_editor_", "computer_", "computer_toolset_", "browser_toolset_", "code_execution_",
        "memory_", "advisor_", "tool_search_tool_bm25_", "tool_search_tool_regex_");

    /// <summary>True for the types of tools: those of the caller, and those of the provider, whose names end in a date.</summary>
    public static bool IsToolType(string type) =>
        ToolTypes.Contains(type)
        || (type.Length > DateLength
            && !type.AsSpan(type.Length - DateLength).ContainsAnyExceptInRange('0', '9')
            && DatedToolTypes.Contains(type[..^DateLength]));
}
