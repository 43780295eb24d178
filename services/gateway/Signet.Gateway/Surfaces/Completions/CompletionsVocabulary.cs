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

    public static readonly FrozenSet<string> FinishReasons =
        FrozenSet.Create(StringComparer.Ordinal, "stop", "length", "content_filter");

    public static readonly FrozenSet<string> Objects =
        FrozenSet.Create(StringComparer.Ordinal, "text_completion", "text_completion.chunk");
}
