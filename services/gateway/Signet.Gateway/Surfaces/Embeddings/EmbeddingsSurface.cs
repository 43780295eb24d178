using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.Embeddings;

/// <summary>OpenAI's Embeddings: texts become vectors. It is never streamed.</summary>
internal sealed class EmbeddingsSurface : ISurface
{
    public string Name => "openai.embeddings";

    public string Method => "POST";

    public SurfacePath Path { get; } = "/v1/embeddings";

    public OutputBounds? Bounds => null;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        error = root is null ? "empty_body" : Fault(root) ?? "";
        return error.Length > 0
            ? null
            : TextRequest.Read(
                root!,
                EmbeddingsVocabulary.Keys,
                EmbeddingsVocabulary.Texts,
                word => word.Key == "encoding_format" && word.Parent == root && EmbeddingsVocabulary.EncodingFormats.Contains(word.Text!));
    }

    public IAnswerReader OpenAnswer(bool streamed) => new EmbeddingsAnswerReader();

    private static string? Fault(JsonPart root) =>
        RequestShape.TextFault(root, "input") ?? RequestShape.Fault(root)
        ?? (RequestShape.WantsStream(root) ? "stream_not_supported" : null);
}
