using Signet.Gateway.Json;

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

    /// <summary>The path, as the caller writes it.</summary>
    string Path { get; }

    /// <summary>The path below the upstream's base address.</summary>
    string UpstreamPath { get; }

    /// <summary>Reads a request. Every string that isn't a fixed word at its own place becomes an item.</summary>
    /// <param name="root">The body, an object; null when there is none, which only a GET may have.</param>
    /// <param name="error">Empty, or why not.</param>
    /// <returns>Null and a stable token in <paramref name="error"/> for a body that would hide content from the checks.</returns>
    SurfaceRequest? ReadRequest(JsonPart? root, out string error);

    /// <summary>Makes the reader of one answer.</summary>
    /// <param name="streamed">True when the answer comes as events.</param>
    IAnswerReader OpenAnswer(bool streamed);
}
