using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>
/// What can be asked of a response that the provider has stored. Nobody here knows whether it went through a gate when it was made, so
/// it goes through this one like a new one.
/// </summary>
internal abstract class StoredResponseSurface : ISurface
{
    protected StoredResponseSurface(string name, string method, string path, params ReadOnlySpan<string> query) =>
        (Name, Method, Path, QueryNames) = (name, method, path, FrozenSet.Create(StringComparer.Ordinal, query));

    public string Name { get; }

    public string Method { get; }

    public SurfacePath Path { get; }

    public bool NeedsBody => false;

    public IReadOnlySet<string> QueryNames { get; }

    public bool UsesTokens => false;

    public OutputBounds? Bounds => null;

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        // Some clients send an empty object where there is nothing to say.
        error = root is null || (Method == HttpMethods.Post && root.Children.Count == 0) ? "" : "unexpected_body";
        return error.Length == 0 ? ReadQuery(query, out error) : null;
    }

    public IAnswerReader OpenAnswer(bool streamed) => new ResponsesAnswerReader(streamed);

    public virtual IStreamForm? OpenStream() => null;

    /// <summary>Reads the query; null and a stable token when it can't be taken.</summary>
    protected virtual SurfaceRequest? ReadQuery(IQueryCollection query, out string error)
    {
        error = "";
        return new SurfaceRequest([], [], null, Stream: false);
    }
}
