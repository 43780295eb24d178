using System.Collections.Frozen;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.ChatCompletions;

/// <summary>OpenAI's Chat Completions, as many others speak it.</summary>
internal sealed class ChatCompletionsSurface : ISurface
{
    public string Name => "openai.chat_completions";

    public string Method => "POST";

    public string Path => "/v1/chat/completions";

    public string UpstreamPath => "chat/completions";

    public FrozenSet<string> Vocabulary => ChatVocabulary.Keys;

    public SurfaceRequest? ReadRequest(JsonPart root, ReadOnlySpan<byte> octets, out string error)
    {
        error = ChatRequestShape.Fault(root) ?? "";
        return error.Length > 0 ? null : new ChatRequestReader(root).Read();
    }

    public IAnswerReader OpenAnswer(bool streamed) => new ChatAnswerReader(streamed);
}
