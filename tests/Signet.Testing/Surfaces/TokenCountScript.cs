using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>Counts the tokens of what would be a request of another API.</summary>
/// <param name="name">The surface's name.</param>
/// <param name="path">Its path.</param>
/// <param name="counted">The API whose requests are counted.</param>
public sealed class TokenCountScript(string name, string path, SurfaceScript counted) : SurfaceScript
{
    public override string Name => name;

    public override string Path => path;

    public override IReadOnlyDictionary<string, string> Headers => counted.Headers;

    public override bool Streams => false;

    public override IReadOnlySet<RequestPlace> RequestPlaces => counted.RequestPlaces;

    public override IReadOnlySet<AnswerPlace> AnswerPlaces { get; } =
        new HashSet<AnswerPlace> { AnswerPlace.UnknownField, AnswerPlace.UnknownKey, AnswerPlace.Error };

    public override JsonObject? Request(Prompt prompt, bool streamed) => counted.Request(prompt, streamed: false);

    public override JsonObject Unary(Reply reply)
    {
        if (reply.Error is not null)
        {
            return counted.Unary(reply);
        }

        var count = new JsonObject { ["input_tokens"] = 3 };
        Mark(count, reply.UnknownField, reply.UnknownKey);
        return count;
    }

    public override ClientView Read(IReadOnlyList<JsonObject> documents) => new("", [], null);
}
