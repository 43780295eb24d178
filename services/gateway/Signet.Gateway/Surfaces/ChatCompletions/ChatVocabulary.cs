using System.Collections.Frozen;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.ChatCompletions;

/// <summary>
/// The words that Chat Completions fixes. A closed list: whoever can choose only among these can't say anything with them.
/// </summary>
internal static class ChatVocabulary
{
    public static readonly FrozenSet<string> Keys = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            .. SharedVocabulary.Keys, "messages", "role", "content", "name", "text", "image_url", "url", "detail",
            "input_audio", "format", "file", "file_data", "file_id", "filename", "refusal", "audio", "tool_calls",
            "tool_call_id", "function", "function_call", "arguments", "custom", "input", "tools", "functions", "tool_choice",
            "description", "parameters", "strict", "max_completion_tokens", "response_format", "json_schema", "schema",
            "parallel_tool_calls", "metadata", "store", "modalities", "voice", "prediction", "reasoning_effort", "verbosity",
            "safety_identifier", "prompt_cache_key", "web_search_options", "delta", "token", "bytes", "logprob", "annotations",
            "url_citation", "title", "start_index", "end_index", "reasoning", "reasoning_content", "expires_at", "transcript",
        ]);

    public static readonly FrozenSet<string> Roles =
        FrozenSet.Create(StringComparer.Ordinal, "system", "developer", "user", "assistant", "tool", "function");

    public static readonly FrozenSet<string> PartTypes =
        FrozenSet.Create(StringComparer.Ordinal, "text", "image_url", "input_audio", "file", "refusal");

    public static readonly FrozenSet<string> ToolTypes = FrozenSet.Create(StringComparer.Ordinal, "function", "custom");

    public static readonly FrozenSet<string> ToolChoices = FrozenSet.Create(StringComparer.Ordinal, "none", "auto", "required");

    public static readonly FrozenSet<string> FinishReasons = FrozenSet.Create(
        StringComparer.Ordinal, "stop", "length", "tool_calls", "content_filter", "function_call");

    public static readonly FrozenSet<string> Objects =
        FrozenSet.Create(StringComparer.Ordinal, "chat.completion", "chat.completion.chunk", "list", "model");
}
