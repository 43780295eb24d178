using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.ChatCompletions;

namespace Signet.Gateway.Surfaces.Models;

/// <summary>One model as OpenAI's SDKs ask for it.</summary>
internal sealed class ModelSurface : ISurface
{
    public string Name => "openai.model";

    public string Method => "GET";

    public SurfacePath Path { get; } = "/v1/models/{id}";

    public bool UsesTokens => false;

    public OutputBounds? Bounds => null;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error) =>
        BodilessRequest.Read(root, null, out error);

    public IAnswerReader OpenAnswer(bool streamed) => new ChatAnswerReader(streamed);
}
