using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>Deletes a response that the provider keeps.</summary>
public sealed class DeletedResponseScript : SurfaceScript
{
    public override string Name => "openai.responses.delete";

    public override string Path => "/v1/responses/resp_1";

    public override HttpMethod Method => HttpMethod.Delete;

    public override bool Streams => false;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } = new HashSet<RequestPlace> { RequestPlace.Header };

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } = new HashSet<AnswerPlace>
    {
        AnswerPlace.Id, AnswerPlace.UnknownField, AnswerPlace.UnknownKey, AnswerPlace.Error,
    };

    public override JsonObject? Request(Prompt prompt, bool streamed) => null;

    public override JsonObject Unary(Reply reply)
    {
        if (reply.Error is not null)
        {
            return ResponsesAnswer.Failure(reply.Error);
        }

        var deleted = new JsonObject { ["id"] = reply.Id ?? "resp_1", ["object"] = "response", ["deleted"] = true };
        Mark(deleted, reply.UnknownField, reply.UnknownKey);
        return deleted;
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents) => new("", [], null);
}
