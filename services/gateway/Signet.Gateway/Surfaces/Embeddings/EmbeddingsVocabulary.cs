using System.Collections.Frozen;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.Embeddings;

/// <summary>The words that Embeddings fixes. A closed list: whoever can choose only among these can't say anything with them.</summary>
internal static class EmbeddingsVocabulary
{
    public static readonly FrozenSet<string> Keys = FrozenSet.Create(
        StringComparer.Ordinal, [.. SharedVocabulary.Keys, "input", "dimensions", "encoding_format", "embedding"]);

    /// <summary>The members of a request that hold what the user says.</summary>
    public static readonly FrozenSet<string> Texts = FrozenSet.Create(StringComparer.Ordinal, "input");

    public static readonly FrozenSet<string> EncodingFormats = FrozenSet.Create(StringComparer.Ordinal, "float", "base64");

    public static readonly FrozenSet<string> Objects = FrozenSet.Create(StringComparer.Ordinal, "list");
}
