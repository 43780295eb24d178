using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>OpenAI's older Completions.</summary>
public sealed class CompletionsScript : SurfaceScript
{
    public override string Name => "openai.completions";

    public override string Path => "/v1/completions";

    public override bool Streams => true;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } =
        new HashSet<RequestPlace> { RequestPlace.Header, RequestPlace.UserText, RequestPlace.UnknownField, RequestPlace.UnknownKey };

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } = new HashSet<AnswerPlace>
    {
        AnswerPlace.Text, AnswerPlace.SecondText, AnswerPlace.Id, AnswerPlace.UnknownField, AnswerPlace.UnknownKey, AnswerPlace.Error,
    };

    public override JsonObject Request(Prompt prompt, bool streamed)
    {
        var request = new JsonObject
        {
            ["model"] = Model,
            ["prompt"] = prompt.User is [var only] ? only : List(prompt.User.Select(text => (JsonNode?)text)),
        };
        if (streamed)
        {
            request["stream"] = true;
        }

        Mark(request, prompt.UnknownField, prompt.UnknownKey);
        return request;
    }

    public override JsonObject Unary(Reply reply) => reply.Error is not null
        ? Failure(reply.Error)
        : Envelope(
            reply,
            [Choice(0, string.Concat(reply.Text), "stop"), .. reply.SecondText.Count > 0 ? [Choice(1, string.Concat(reply.SecondText), "stop")] : Array.Empty<JsonObject>()],
            marked: true);

    public override IReadOnlyList<StreamEvent> Stream(Reply reply) =>
    [
        .. reply.Text.Select(piece => new StreamEvent("", Envelope(reply, [Choice(0, piece, null)], marked: false))),
        .. reply.SecondText.Select(piece => new StreamEvent("", Envelope(reply, [Choice(1, piece, null)], marked: false))),
        .. reply.Error is null ? [] : new[] { new StreamEvent("", Failure(reply.Error)) },
        new StreamEvent("", Envelope(reply, [Choice(0, "", "stop")], marked: true)),
        StreamEvent.Done,
    ];

    public override ClientView Read(IReadOnlyList<JsonObject> documents)
    {
        var choices = documents.SelectMany(document => Objects(document["choices"])).ToList();
        return new ClientView(
            string.Concat(choices.OrderBy(choice => (int?)choice["index"]).Select(choice => Text(choice["text"]))),
            [],
            choices.Select(choice => Text(choice["finish_reason"])).LastOrDefault(reason => reason is not null));
    }

    private static JsonObject Choice(int index, string text, string? finish) =>
        new() { ["index"] = index, ["text"] = text, ["finish_reason"] = finish };

    private static JsonObject Failure(string message) => new() { ["error"] = new JsonObject { ["message"] = message, ["type"] = "server_error" } };

    private static JsonObject Envelope(Reply reply, JsonObject[] choices, bool marked)
    {
        var answer = new JsonObject
        {
            ["id"] = reply.Id ?? "cmpl-1",
            ["object"] = "text_completion",
            ["created"] = 1,
            ["model"] = Model,
            ["choices"] = List(choices),
        };
        if (marked)
        {
            Mark(choices[0], reply.UnknownField, reply.UnknownKey);
        }

        return answer;
    }
}
