using Signet.Gateway.Json;
using Signet.Gateway.Preflight;

namespace Signet.Gateway.Surfaces;

/// <summary>What preflight makes of a request.</summary>
/// <param name="Read">What the surface read; null when it couldn't.</param>
/// <param name="Root">The body; null when there is none that can be read.</param>
/// <param name="Refusal">Why the request isn't shown to the checks, or null.</param>
internal readonly record struct PreflightReading(SurfaceRequest? Read, JsonPart? Root, PreflightRefusal? Refusal)
{
    public static PreflightReading Refused(PreflightRefusal refusal) => new(null, null, refusal);
}
