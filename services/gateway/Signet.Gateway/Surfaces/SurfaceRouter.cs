using Microsoft.AspNetCore.Http;
using Signet.Gateway.Surfaces.Passed;

namespace Signet.Gateway.Surfaces;

/// <summary>
/// Finds the surface that a request is for: the first whose path, method and header fields fit; for paths that no surface has,
/// <see cref="PassedSurface"/> where the policy lets them pass.
/// </summary>
internal sealed class SurfaceRouter
{
    private readonly ISurface[] _surfaces;

    public SurfaceRouter(IEnumerable<ISurface> surfaces) => _surfaces = [.. surfaces];

    /// <summary>Returns the surface, or null and the methods that would have been right; none when no surface has the path.</summary>
    public ISurface? Find(HttpRequest request, string path, bool passUnknown, out string allowed)
    {
        List<string>? methods = null;
        foreach (var surface in _surfaces)
        {
            if (!surface.Path.Matches(path))
            {
                continue;
            }

            if (surface.Method == request.Method && surface.Accepts(request.Headers))
            {
                allowed = "";
                return surface;
            }

            methods ??= [];
            if (!methods.Contains(surface.Method))
            {
                methods.Add(surface.Method);
            }
        }

        allowed = methods is null ? "" : string.Join(", ", methods);
        return methods is null && passUnknown ? PassedSurface.Find(request.Method, path) : null;
    }
}
