using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Models;

/// <summary>A request that says everything in its address.</summary>
internal static class BodilessRequest
{
    /// <param name="root">The body; any is refused.</param>
    /// <param name="fault">A stable token for what is wrong with the address, or null.</param>
    /// <param name="error">Empty, or why the request is refused.</param>
    public static SurfaceRequest? Read(JsonPart? root, string? fault, out string error)
    {
        error = root is null ? fault ?? "" : "unexpected_body";
        return error.Length > 0 ? null : new SurfaceRequest([], [], null, Stream: false);
    }
}
