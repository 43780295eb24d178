using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>Reads the pieces of one answer in order: one for a unary answer, one for each event of a stream.</summary>
internal interface IAnswerReader
{
    /// <summary>Reads a piece; null when it breaks the wire format in a way that would hide content.</summary>
    AnswerPiece? Read(JsonPart root, ReadOnlySpan<byte> octets);

    /// <summary>The words by which the model says that it stopped for its tool calls, and what it says when none is left.</summary>
    string FinishWithoutCalls { get; }

    /// <summary>The member that carries <paramref name="text"/> as the answer's text.</summary>
    byte[] TextMember(string text);
}
