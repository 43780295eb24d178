using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>Asks for a response that the provider keeps, or changes it: a request without a body.</summary>
/// <param name="name">The surface's name.</param>
/// <param name="method">Its method.</param>
/// <param name="path">Its path.</param>
/// <param name="streams">True when it can be had as a stream.</param>
public sealed class StoredResponseScript(string name, HttpMethod method, string path, bool streams = false) : SurfaceScript
{
    private readonly ResponsesScript _responses = new();

    public override string Name => name;

    public override string Path => path;

    public override HttpMethod Method => method;

    public override bool Streams => streams;

    public override IReadOnlySet<RequestPlace> RequestPlaces { get; } = new HashSet<RequestPlace> { RequestPlace.Header };

    public override IReadOnlySet<AnswerPlace> AnswerPlaces => streams
        ? _responses.AnswerPlaces
        : _responses.AnswerPlaces.Except([AnswerPlace.UnknownEvent]).ToHashSet();

    public override string Address(bool streamed) => streamed ? Path + "?stream=true" : Path;

    public override JsonObject? Request(Prompt prompt, bool streamed) => null;

    public override JsonObject Unary(Reply reply) => _responses.Unary(reply);

    public override IReadOnlyList<StreamEvent> Stream(Reply reply) => streams ? _responses.Stream(reply) : base.Stream(reply);

    public override ClientView Read(IReadOnlyList<JsonObject> documents) => _responses.Read(documents);
}
