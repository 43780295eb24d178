using Microsoft.AspNetCore.Http;
using Signet.Gateway.Forwarding;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.Messages;

namespace Signet.Gateway.Surfaces.Models;

/// <summary>One model as Anthropic's SDKs ask for it.</summary>
internal sealed class AnthropicModelSurface : ISurface
{
    public string Name => "anthropic.model";

    public string Method => "GET";

    public SurfacePath Path { get; } = "/v1/models/{id}";

    public IReadOnlySet<string> QueryNames => BetaQuery.Names;

    public bool Accepts(IHeaderDictionary headers) => AnthropicHeaders.Speaks(headers);

    public bool UsesTokens => false;

    public OutputBounds? Bounds => null;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error) =>
        BodilessRequest.Read(root, BetaQuery.Fault(query), out error);

    public IAnswerReader OpenAnswer(bool streamed) => new MessagesAnswerReader(streamed);
}
