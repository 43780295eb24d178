using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>Counts the tokens of what would be a request to Messages: the provider sees all of it, so it is read like one.</summary>
internal sealed class CountTokensSurface : ISurface
{
    public string Name => "anthropic.count_tokens";

    public string Method => "POST";

    public SurfacePath Path { get; } = "/v1/messages/count_tokens";

    public IReadOnlySet<string> QueryNames => BetaQuery.Names;

    public bool UsesTokens => false;

    public OutputBounds? Bounds => null;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        error = root is null ? "empty_body" : BetaQuery.Fault(query) ?? MessagesRequestShape.Fault(root) ?? StreamFault(root) ?? "";
        return error.Length > 0 ? null : new MessagesRequestReader(root!).Read();
    }

    public IAnswerReader OpenAnswer(bool streamed) => new MessagesAnswerReader(streamed);

    private static string? StreamFault(JsonPart root) => RequestShape.WantsStream(root) ? "stream_not_supported" : null;
}
