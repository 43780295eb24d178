using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Passed;

/// <summary>
/// A path that no surface reads, let through by the policy. Of JSON every string and key is shown to the checks, without knowing what it
/// is: tool calls in it are text like the rest. All other octets go on unread, and count as such.
/// </summary>
internal sealed class PassedSurface : ISurface
{
    private const int MaxSegments = 8;

    /// <summary>The same for each method that an API may have.</summary>
    private static readonly FrozenDictionary<string, PassedSurface> Methods =
        new[] { HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete }
            .ToFrozenDictionary(method => method, method => new PassedSurface(method), StringComparer.Ordinal);

    private PassedSurface(string method) => Method = method;

    public string Name => "passed";

    public string Method { get; }

    public SurfacePath Path { get; } = "/v1/{path}";

    public bool NeedsBody => false;

    public bool TakesAnyBody => true;

    public IReadOnlySet<string>? QueryNames => null;

    /// <summary>The surface for a request whose path is plain, or null.</summary>
    public static PassedSurface? Find(string method, string path)
    {
        var segments = path.Split('/', MaxSegments + 2);
        var isPlain = segments.Length <= MaxSegments + 1 && segments.Length > 2 && path.StartsWith("/v1/", StringComparison.Ordinal)
            && segments[2..].All(segment => SurfacePath.IsParameter(segment));
        return isPlain ? Methods.GetValueOrDefault(method) : null;
    }

    public SurfaceRequest? ReadRequest(JsonPart? root, IQueryCollection query, out string error)
    {
        error = "";
        var items = new RequestItems(FrozenSet<string>.Empty);
        if (root is not null)
        {
            StringWalk.Visit(root, FrozenSet<string>.Empty, place => items.Add(place, ContentKind.Unknown, ContentRole.None, 0));
        }

        return items.ToRequest(root?.MemberText("model"), root?.Member("stream")?.Kind == System.Text.Json.JsonValueKind.True);
    }

    public IAnswerReader OpenAnswer(bool streamed) => new PassedAnswerReader();

    public IStreamForm OpenStream() => new PassedStreamForm();
}
