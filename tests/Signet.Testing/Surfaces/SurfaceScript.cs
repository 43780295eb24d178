using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>
/// Speaks one API for the tests that hold for all of them: how a request and an answer say a thing, and what a client reads in an
/// answer. A new API is a new script, and a line in <see cref="SurfaceScripts"/>.
/// </summary>
public abstract class SurfaceScript
{
    internal const string Model = "model-1";

    /// <summary>The surface's name in events.</summary>
    public abstract string Name { get; }

    public abstract string Path { get; }

    public virtual HttpMethod Method => HttpMethod.Post;

    /// <summary>Path and query.</summary>
    public virtual string Address(bool streamed) => Path;

    /// <summary>The header fields that the API asks for.</summary>
    public virtual IReadOnlyDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    /// <summary>True when the API has streams.</summary>
    public abstract bool Streams { get; }

    /// <summary>The places that its requests have; the header is one of all.</summary>
    public abstract IReadOnlySet<RequestPlace> RequestPlaces { get; }

    public abstract IReadOnlySet<AnswerPlace> AnswerPlaces { get; }

    /// <summary>True when an answer has a place in the one or the other form.</summary>
    public virtual bool Has(AnswerPlace place, bool streamed) =>
        AnswerPlaces.Contains(place) && (streamed || place != AnswerPlace.UnknownEvent);

    /// <summary>What a request is instead of JSON; null for JSON.</summary>
    public virtual string? Octets(Prompt prompt) => null;

    /// <summary>What a unary answer is instead of JSON; null for JSON.</summary>
    public virtual string? Octets(Reply reply) => null;

    /// <summary>The body of a request; null for an API whose requests have none.</summary>
    public abstract JsonObject? Request(Prompt prompt, bool streamed);

    /// <summary>The body of a unary answer.</summary>
    public abstract JsonObject Unary(Reply reply);

    /// <summary>The events of a streamed answer, to its end.</summary>
    public virtual IReadOnlyList<StreamEvent> Stream(Reply reply) => throw new NotSupportedException();

    /// <summary>What a client makes of an answer: one document of a unary one, all of a stream in order.</summary>
    public abstract ClientView Read(IReadOnlyList<JsonObject> documents);

    /// <summary>The status of a unary answer.</summary>
    public static int StatusOf(Reply reply) => reply.Error is null ? 200 : 400;

    public override string ToString() => Name;

    protected static IReadOnlySet<T> All<T>(params T[] except)
        where T : struct, Enum => Enum.GetValues<T>().Except(except).ToHashSet();

    internal static JsonArray List(params IEnumerable<JsonNode?> items) => [.. items];

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    internal static IEnumerable<JsonObject> Objects(JsonNode? node) => (node as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>Puts a member that no specification knows into an object.</summary>
    internal static void Mark(JsonObject holder, string? field, string? key)
    {
        if (field is not null)
        {
            holder["novelty"] = field;
        }

        if (key is not null)
        {
            holder[key] = 1;
        }
    }
}
