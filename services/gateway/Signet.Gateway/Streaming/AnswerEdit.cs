using Signet.Gateway.Json;

namespace Signet.Gateway.Streaming;

/// <summary>The changes to one piece of an answer.</summary>
/// <param name="rewriter">Takes the changes inside it.</param>
internal sealed class AnswerEdit(JsonRewriter rewriter)
{
    public JsonRewriter Rewriter { get; } = rewriter;

    /// <summary>Events that go out before it.</summary>
    public List<(string Name, byte[] Json)> Before { get; } = [];
}
