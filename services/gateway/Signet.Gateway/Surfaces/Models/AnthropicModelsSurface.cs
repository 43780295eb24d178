using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Forwarding;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.Messages;

namespace Signet.Gateway.Surfaces.Models;

/// <summary>The list of models as Anthropic's SDKs ask for it, page by page.</summary>
internal sealed class AnthropicModelsSurface : ISurface
{
    public string Name => "anthropic.models";

    public string Method => "GET";

    public SurfacePath Path { get; } = "/v1/models";

    public IReadOnlySet<string> QueryNames { get; } =
        FrozenSet.Create(StringComparer.Ordinal, "limit", "after_id", "before_id", "beta");

    public bool Accepts(IHeaderDictionary headers) => AnthropicHeaders.Speaks(headers);

    public bool UsesTokens => false;

    public OutputBounds? Bounds => null;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error) =>
        BodilessRequest.Read(root, BetaQuery.Fault(query), out error);

    public IAnswerReader OpenAnswer(bool streamed) => new MessagesAnswerReader(streamed);
}
