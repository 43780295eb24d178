using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.Completions;

/// <summary>OpenAI's older Completions: a prompt goes on. It has no messages and no tool calls.</summary>
internal sealed class CompletionsSurface : ISurface
{
    public string Name => "openai.completions";

    public string Method => "POST";

    public SurfacePath Path { get; } = "/v1/completions";

    public OutputBounds Bounds { get; } = new(["max_tokens"], ["n", "best_of"], "prompt");

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        error = root is null ? "empty_body" : CompletionsRequestShape.Fault(root) ?? "";
        return error.Length > 0
            ? null
            : TextRequest.Read(root!, CompletionsVocabulary.Keys, CompletionsVocabulary.Texts, isFixedWord: _ => false);
    }

    public IAnswerReader OpenAnswer(bool streamed) => new CompletionsAnswerReader(streamed);

    public IStreamForm OpenStream() => DoneStreamForm.Instance;
}
