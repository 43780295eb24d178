using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.OpenAI;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.Completions;

/// <summary>
/// Reads answers, whole or in chunks, which have the same form. A prompt that the caller wants back (<c>echo</c>) stands in the text
/// like the model's words and is inspected like them.
/// </summary>
internal sealed class CompletionsAnswerReader : ChoicesReader
{
    public CompletionsAnswerReader(bool streamed)
        : base(streamed, CompletionsVocabulary.Keys, CompletionsVocabulary.Objects, CompletionsVocabulary.FinishReasons)
    {
    }

    // The bodies of Chat Completions too: a lenient client might act on a tool call in them, which nobody would have judged.
    protected override bool IsBody(JsonPart member) => member.Key is "text" or "message" or "delta" or "tool_calls" or "function_call";

    protected override bool ReadBody(AnswerPiece piece, JsonPart body, int index, ReadOnlySpan<byte> octets)
    {
        if (body.IsNull)
        {
            return true;
        }

        if (body is not { Key: "text", IsString: true })
        {
            return false;
        }

        Take(piece, body, new InspectionChannel(index, ContentKind.Text, "text"));
        piece.Varying = body;
        return true;
    }
}
