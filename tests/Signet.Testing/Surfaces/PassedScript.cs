using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>
/// An API that signet doesn't know. It is read as text, whatever it means by it; so it has no calls, and nothing in it is less known
/// than the rest. What isn't JSON goes both ways unread.
/// </summary>
public sealed class PassedScript : SurfaceScript
{
    public override string Name => "passed";

    public override string Path => "/v1/novelties/novelty_1/runs";

    public override bool Streams => true;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } = new HashSet<RequestPlace>
    {
        RequestPlace.Header, RequestPlace.UserText, RequestPlace.MediaOctets, RequestPlace.UnknownField, RequestPlace.UnknownKey,
    };

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } = new HashSet<AnswerPlace>
    {
        AnswerPlace.Text, AnswerPlace.SecondText, AnswerPlace.Id, AnswerPlace.Octets, AnswerPlace.UnknownField, AnswerPlace.UnknownKey,
        AnswerPlace.Error,
    };

    /// <summary>Octets come in one piece; in an event they would be text.</summary>
    public override bool Has(AnswerPlace place, bool streamed) => base.Has(place, streamed) && !(streamed && place == AnswerPlace.Octets);

    public override string? Octets(Prompt prompt) => prompt.MediaOctets;

    public override string? Octets(Reply reply) => reply.Octets;

    public override JsonObject Request(Prompt prompt, bool streamed)
    {
        var request = new JsonObject { ["scene"] = new JsonObject { ["lines"] = List(prompt.User.Select(text => (JsonNode?)text)) } };
        if (streamed)
        {
            request["stream"] = true;
        }

        Mark(request, prompt.UnknownField, prompt.UnknownKey);
        return request;
    }

    public override JsonObject Unary(Reply reply) => Answer(reply, string.Concat(reply.Text), string.Concat(reply.SecondText), isLast: true);

    public override IReadOnlyList<StreamEvent> Stream(Reply reply) =>
    [
        .. reply.Text.Select(piece => new StreamEvent("novelty.line", Answer(reply, piece, "", isLast: false))),
        .. reply.SecondText.Select(piece => new StreamEvent("novelty.aside", Answer(reply, "", piece, isLast: false))),
        new StreamEvent("", Answer(reply, "", "", isLast: true)),
    ];

    public override ClientView Read(IReadOnlyList<JsonObject> documents) => new(
        string.Concat(documents.Select(document => Text(document["line"]))) + string.Concat(documents.Select(document => Text(document["aside"]))),
        [],
        documents.Select(document => Text(document["end"])).LastOrDefault(end => end is not null));

    private static JsonObject Answer(Reply reply, string line, string aside, bool isLast)
    {
        var answer = new JsonObject { ["run"] = reply.Id ?? "run_1", ["line"] = line, ["aside"] = aside };
        if (isLast)
        {
            answer["end"] = reply.Error ?? "curtain";
            Mark(answer, reply.UnknownField, reply.UnknownKey);
        }

        return answer;
    }
}
