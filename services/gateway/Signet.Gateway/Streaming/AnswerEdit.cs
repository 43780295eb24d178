using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;

namespace Signet.Gateway.Streaming;

/// <summary>The changes to one piece of an answer.</summary>
/// <param name="rewriter">Takes the changes inside it.</param>
/// <param name="numberOf">The number that goes out for the model's own.</param>
internal sealed class AnswerEdit(JsonRewriter rewriter, Func<CallKey, int> numberOf)
{
    public JsonRewriter Rewriter { get; } = rewriter;

    /// <summary>Events that go out before it.</summary>
    public List<(string Name, byte[] Json)> Before { get; } = [];

    /// <summary>The number that goes out for the model's own, which counts what has been withheld before it.</summary>
    public int NumberOf(CallKey slot) => numberOf(slot);
}
