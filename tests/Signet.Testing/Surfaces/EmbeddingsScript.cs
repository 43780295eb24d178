using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>OpenAI's Embeddings: texts become vectors.</summary>
public sealed class EmbeddingsScript : SurfaceScript
{
    public override string Name => "openai.embeddings";

    public override string Path => "/v1/embeddings";

    public override bool Streams => false;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } =
        new HashSet<RequestPlace> { RequestPlace.Header, RequestPlace.UserText, RequestPlace.UnknownField, RequestPlace.UnknownKey };

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } = new HashSet<AnswerPlace>
    {
        AnswerPlace.Id, AnswerPlace.Octets, AnswerPlace.UnknownField, AnswerPlace.UnknownKey, AnswerPlace.Error,
    };

    public override JsonObject Request(Prompt prompt, bool streamed)
    {
        var request = new JsonObject
        {
            ["model"] = Model,
            ["input"] = prompt.User is [var only] ? only : List(prompt.User.Select(text => (JsonNode?)text)),
        };
        Mark(request, prompt.UnknownField, prompt.UnknownKey);
        return request;
    }

    public override JsonObject Unary(Reply reply)
    {
        if (reply.Error is not null)
        {
            return new JsonObject { ["error"] = new JsonObject { ["message"] = reply.Error, ["type"] = "server_error" } };
        }

        var vector = new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = 0,
            ["embedding"] = reply.Octets is null ? List((JsonNode?)0.25) : reply.Octets,
        };
        Mark(vector, reply.UnknownField, reply.UnknownKey);
        return new JsonObject { ["object"] = "list", ["data"] = List(vector), ["model"] = reply.Id ?? Model };
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents) => new("", [], null);
}
