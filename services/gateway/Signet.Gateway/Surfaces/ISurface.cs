using System.Collections.Frozen;
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

    /// <summary>The keys that its JSON has by specification. Every other key is content.</summary>
    FrozenSet<string> Vocabulary { get; }

    /// <summary>Reads a request. Every string that isn't a fixed word at its own place becomes an item.</summary>
    /// <returns>Null and a stable token in <paramref name="error"/> for a body that would hide content from the checks.</returns>
    SurfaceRequest? ReadRequest(JsonPart root, ReadOnlySpan<byte> octets, out string error);

    /// <summary>Makes the reader of one answer.</summary>
    /// <param name="streamed">True when the answer comes as events.</param>
    IAnswerReader OpenAnswer(bool streamed);
}
