using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces;

/// <summary>Reads the pieces of one answer in order: one for a unary answer, one for each event of a stream.</summary>
internal interface IAnswerReader
{
    /// <summary>Reads a piece; null when it breaks the wire format in a way that would hide content.</summary>
    AnswerPiece? Read(JsonPart root, ReadOnlySpan<byte> octets);

    /// <summary>
    /// Every tool call of a choice was withheld: changes how the choice ends, since it no longer ends for its calls. There is nothing
    /// to change where an API has no calls.
    /// </summary>
    /// <param name="finish">The end of the choice.</param>
    /// <param name="say">What the choice has to say so that it still is an answer; null when it says something.</param>
    /// <param name="edit">Takes the changes.</param>
    void EndWithoutCalls(AnswerFinish finish, string? say, AnswerEdit edit);
}
