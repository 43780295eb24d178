using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>OpenAI's Responses.</summary>
internal sealed class ResponsesSurface : ISurface
{
    public string Name => "openai.responses";

    public string Method => HttpMethods.Post;

    public SurfacePath Path { get; } = "/v1/responses";

    public OutputBounds Bounds { get; } = new(["max_output_tokens"], []);

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        error = root is null ? "empty_body" : ResponsesRequestShape.Fault(root) ?? "";
        return error.Length > 0 ? null : new ResponsesRequestReader(root!).Read();
    }

    public IAnswerReader OpenAnswer(bool streamed) => new ResponsesAnswerReader(streamed);

    public IStreamForm OpenStream() => new ResponsesStreamForm();
}
