using System.Collections.Frozen;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.Completions;

/// <summary>The words that Completions fixes. A closed list: whoever can choose only among these can't say anything with them.</summary>
internal static class CompletionsVocabulary
{
    public static readonly FrozenSet<string> Keys = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            .. SharedVocabulary.Keys, "prompt", "suffix", "echo", "best_of", "text", "tokens", "token_logprobs", "text_offset",
        ]);

    /// <summary>The members of a request that hold what the user says.</summary>
    public static readonly FrozenSet<string> Texts = FrozenSet.Create(StringComparer.Ordinal, "prompt", "suffix");

    /// <summary>
    /// Members by which some servers take a prompt as token ids or as vectors: content that no check can read, beside or in place of
    /// the prompt.
    /// </summary>
    public static readonly FrozenSet<string> UnreadablePrompts =
        FrozenSet.Create(StringComparer.Ordinal, "prompt_embeds", "prompt_token_ids", "input_embeds", "input_ids");

    public static readonly FrozenSet<string> FinishReasons =
        FrozenSet.Create(StringComparer.Ordinal, "stop", "length", "content_filter");

    public static readonly FrozenSet<string> Objects =
        FrozenSet.Create(StringComparer.Ordinal, "text_completion", "text_completion.chunk");
}
