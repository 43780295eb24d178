using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.ChatCompletions;

/// <summary>OpenAI's Chat Completions, as many others speak it.</summary>
internal sealed class ChatCompletionsSurface : ISurface
{
    public string Name => "openai.chat_completions";

    public string Method => "POST";

    public SurfacePath Path { get; } = "/v1/chat/completions";

    public OutputBounds Bounds { get; } = new(["max_completion_tokens", "max_tokens"], ["n"]);

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        error = root is null ? "empty_body" : ChatRequestShape.Fault(root) ?? "";
        return error.Length > 0 ? null : new ChatRequestReader(root!).Read();
    }

    public IAnswerReader OpenAnswer(bool streamed) => new ChatAnswerReader(streamed);

    public IStreamForm OpenStream() => DoneStreamForm.Instance;
}
