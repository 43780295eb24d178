using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces;

/// <summary>
/// One wire format: the only place that knows where in its JSON what stands. A new API is a new folder with one implementation, and a
/// line in <see cref="GatewayModule"/>.
/// </summary>
internal interface ISurface
{
    /// <summary>Its name in events and metrics.</summary>
    string Name { get; }

    /// <summary>The method that it answers to.</summary>
    string Method { get; }

    /// <summary>The path, as the caller writes it. What follows <c>/v1/</c> is the path below the upstream's base address.</summary>
    SurfacePath Path { get; }

    /// <summary>True when a request without a body is none.</summary>
    bool NeedsBody => Method == HttpMethods.Post;

    /// <summary>True when bodies and answers needn't be JSON; what isn't goes on unread.</summary>
    bool TakesAnyBody => false;

    /// <summary>True when a model reads the request, or writes the answer, for somebody's money.</summary>
    bool UsesTokens => true;

    /// <summary>The members of a request by which a caller says how much the model may write; null where it writes nothing.</summary>
    OutputBounds? Bounds => OutputBounds.None;

    /// <summary>The parameters of the query that may stand in the address, all others being refused; null for any.</summary>
    IReadOnlySet<string>? QueryNames => SurfacePath.NoQuery;

    /// <summary>True when a caller with these header fields means this surface, where several have the same path.</summary>
    bool Accepts(IHeaderDictionary headers) => true;

    /// <summary>Reads a request. Every string that isn't a fixed word at its own place becomes an item.</summary>
    /// <param name="root">The body, an object; null when there is none, which only methods without a body may have.</param>
    /// <param name="query">The query, of names in <see cref="QueryNames"/> alone.</param>
    /// <param name="error">Empty, or why not.</param>
    /// <returns>Null and a stable token in <paramref name="error"/> for a body that would hide content from the checks.</returns>
    SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error);

    /// <summary>Makes the reader of one answer.</summary>
    /// <param name="streamed">True when the answer comes as events.</param>
    IAnswerReader OpenAnswer(bool streamed);

    /// <summary>Makes the form of one stream; null where the API has none.</summary>
    IStreamForm? OpenStream() => null;
}
