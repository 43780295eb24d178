using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>The list of models: a request without a body.</summary>
public sealed class ModelsScript : SurfaceScript
{
    public override string Name => "openai.models";

    public override string Path => "/v1/models";

    public override HttpMethod Method => HttpMethod.Get;

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
            return new JsonObject { ["error"] = new JsonObject { ["message"] = reply.Error, ["type"] = "server_error" } };
        }

        var model = new JsonObject { ["id"] = reply.Id ?? Model, ["object"] = "model", ["created"] = 1 };
        Mark(model, reply.UnknownField, reply.UnknownKey);
        return new JsonObject { ["object"] = "list", ["data"] = List(model) };
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents) => new("", [], null);
}
