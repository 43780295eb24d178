using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>Anthropic's Messages.</summary>
internal sealed class MessagesSurface : ISurface
{
    public string Name => "anthropic.messages";

    public string Method => "POST";

    public SurfacePath Path { get; } = "/v1/messages";

    public OutputBounds Bounds { get; } = new(["max_tokens"], []);

    public IReadOnlySet<string> QueryNames => BetaQuery.Names;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        error = root is null ? "empty_body" : BetaQuery.Fault(query) ?? MessagesRequestShape.Fault(root) ?? "";
        return error.Length > 0 ? null : new MessagesRequestReader(root!).Read();
    }

    public IAnswerReader OpenAnswer(bool streamed) => new MessagesAnswerReader(streamed);

    public IStreamForm OpenStream() => MessagesStreamForm.Instance;
}
