using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>A list of models, or one of them: a request without a body.</summary>
/// <param name="name">The surface's name.</param>
/// <param name="path">Its path.</param>
/// <param name="isList">True for all models.</param>
/// <param name="headers">The header fields by which callers mean this API.</param>
public sealed class ModelListScript(
    string name, string path, bool isList, IReadOnlyDictionary<string, string>? headers = null) : SurfaceScript
{
    public override string Name => name;

    public override string Path => path;

    public override HttpMethod Method => HttpMethod.Get;

    public override IReadOnlyDictionary<string, string> Headers => headers ?? base.Headers;

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
        return isList ? new JsonObject { ["object"] = "list", ["data"] = List(model) } : model;
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents) => new("", [], null);
}
