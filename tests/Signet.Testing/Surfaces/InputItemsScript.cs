using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>The list of the items that a stored response was made from.</summary>
public sealed class InputItemsScript : SurfaceScript
{
    public override string Name => "openai.responses.input_items";

    public override string Path => "/v1/responses/resp_1/input_items";

    public override HttpMethod Method => HttpMethod.Get;

    public override bool Streams => false;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } = new HashSet<RequestPlace> { RequestPlace.Header };

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } = All(AnswerPlace.UnknownEvent);

    public override JsonObject? Request(Prompt prompt, bool streamed) => null;

    public override JsonObject Unary(Reply reply)
    {
        if (reply.Error is not null)
        {
            return ResponsesAnswer.Failure(reply.Error);
        }

        var items = ResponsesAnswer.Items(reply).ToList();
        var list = new JsonObject
        {
            ["object"] = "list",
            ["data"] = List(items),
            ["first_id"] = reply.Id ?? Text(items[0]["id"]),
            ["last_id"] = Text(items[^1]["id"]),
            ["has_more"] = false,
        };
        Mark(list, reply.UnknownField, reply.UnknownKey);
        return list;
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents) => ResponsesScript.FromOutput([.. Objects(documents[0]["data"])], null);
}
