using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;

namespace Signet.Gateway.Streaming;

/// <summary>A piece that the surface has read.</summary>
/// <param name="Name">The name of its event; empty for none.</param>
/// <param name="Octets">Its JSON.</param>
/// <param name="Root">The same, read.</param>
/// <param name="Piece">What the surface found in it.</param>
/// <param name="Spans">For each of its texts that can be edited, the channel in which it stands and its first character there.</param>
internal sealed record HeldTree(
    string Name,
    ReadOnlyMemory<byte> Octets,
    JsonPart Root,
    AnswerPiece Piece,
    IReadOnlyList<(AnswerText Text, GateChannel Channel, long Start)> Spans) : HeldPiece(Name, Octets);
