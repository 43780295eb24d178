using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>Counts the tokens of a request for a response; the provider reads it all the same.</summary>
internal sealed class InputTokensSurface : ISurface
{
    public string Name => "openai.responses.input_tokens";

    public string Method => HttpMethods.Post;

    public SurfacePath Path { get; } = "/v1/responses/input_tokens";

    public bool UsesTokens => false;

    public OutputBounds? Bounds => null;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        error = root is null ? "empty_body" : ResponsesRequestShape.Fault(root) ?? "";
        var read = error.Length > 0 ? null : new ResponsesRequestReader(root!).Read();
        if (read is { Stream: true })
        {
            error = "stream_not_supported";
            return null;
        }

        return read;
    }

    public IAnswerReader OpenAnswer(bool streamed) => new ResponsesAnswerReader(streamed);
}
