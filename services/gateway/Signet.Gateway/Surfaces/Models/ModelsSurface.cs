using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.ChatCompletions;

namespace Signet.Gateway.Surfaces.Models;

/// <summary>The list of models, which SDKs ask for. It has no body; its answer is inspected like any other.</summary>
internal sealed class ModelsSurface : ISurface
{
    public string Name => "openai.models";

    public string Method => "GET";

    public SurfacePath Path { get; } = "/v1/models";

    public bool UsesTokens => false;

    public OutputBounds? Bounds => null;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error) =>
        BodilessRequest.Read(root, null, out error);

    public IAnswerReader OpenAnswer(bool streamed) => new ChatAnswerReader(streamed);
}
