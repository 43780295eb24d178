using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.Embeddings;

/// <summary>
/// Reads answers. A vector is no text, whether it comes as numbers or as base64: it goes on, and counts as unread, once for each. A
/// string that isn't exactly a vector is text.
/// </summary>
internal sealed class EmbeddingsAnswerReader()
    : OpenAIAnswerReader(streamed: false, EmbeddingsVocabulary.Keys, EmbeddingsVocabulary.Objects)
{
    protected override string List => "data";

    protected override bool ReadItem(AnswerPiece piece, JsonPart item, ReadOnlySpan<byte> octets)
    {
        foreach (var member in item.Children)
        {
            TakeKey(piece, member);
            switch (member.Key)
            {
                case "object" when member.Text == "embedding":
                    break;
                case "embedding" when member.IsString && EncodedMedia.IsVector(member.Text):
                    piece.Unread++;
                    break;
                case "embedding" when member.IsArray:
                    piece.Unread++;
                    TakeBelow(piece, member, 0, "data");
                    break;
                default:
                    TakeBelow(piece, member, 0, "data");
                    break;
            }
        }

        return true;
    }
}
