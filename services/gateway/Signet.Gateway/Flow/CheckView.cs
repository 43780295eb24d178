using System.Net;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Preflight;
using Signet.Gateway.Surfaces;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>Makes what the checks see of a request that has passed preflight.</summary>
internal static class CheckView
{
    /// <summary>Makes it; nothing is decided yet.</summary>
    /// <param name="http">The request.</param>
    /// <param name="surface">Its API.</param>
    /// <param name="read">What the surface has read.</param>
    /// <param name="root">The body's JSON; null without one.</param>
    /// <param name="body">The body's octets.</param>
    /// <param name="upstream">Where it is to go.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="workload">The workload that it comes from; null where nobody vouches for one.</param>
    public static RequestContext Of(
        HttpRequest http, ISurface surface, SurfaceRequest read, JsonPart? root, ReadOnlySpan<byte> body, string? upstream, IPAddress? source,
        WorkloadIdentity? workload)
    {
        var (maxOutputTokens, choices) = surface.Bounds?.Read(root, body) ?? (0, 1);
        return new RequestContext
        {
            Method = http.Method,
            Path = http.Path.Value ?? "",
            Surface = surface.Name,
            Model = read.Model,
            Upstream = upstream,
            Source = source,
            Workload = workload,
            Headers = HeaderRules.ForChecks(http.Headers),
            Content = read.Items,
            DeclaredTools = DeclaredTools.Of(root),
            IsForwarded = HeaderRules.IsForwarded(http.Headers),
            MaxOutputTokens = maxOutputTokens,
            Choices = choices,
        };
    }
}
