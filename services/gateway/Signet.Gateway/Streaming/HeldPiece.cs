using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Streaming;

/// <summary>A piece of an answer that waits for its release.</summary>
/// <param name="Name">The name of its event; empty for none.</param>
/// <param name="Octets">Its JSON.</param>
/// <param name="Root">The same, read.</param>
/// <param name="Piece">What the surface found in it.</param>
/// <param name="Spans">For each of its texts, the channel in which it stands and its first character there.</param>
internal sealed record HeldPiece(
    string Name,
    ReadOnlyMemory<byte> Octets,
    JsonPart Root,
    AnswerPiece Piece,
    IReadOnlyList<(AnswerText Text, InspectionChannel Channel, long Start)> Spans);
