using Signet.Gateway.Forwarding;
using Signet.Gateway.Surfaces;

namespace Signet.Gateway.Flow;

/// <summary>Where a request goes.</summary>
/// <param name="Surface">The API that it speaks.</param>
/// <param name="Route">The upstream, and the key for it.</param>
/// <param name="Path">The path as the caller wrote it, without a slash at its end.</param>
internal sealed record RequestTarget(ISurface Surface, UpstreamRoute Route, string Path);
