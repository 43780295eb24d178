namespace Signet.Gateway.Streaming;

/// <summary>A piece of an answer that may go out.</summary>
/// <param name="Name">The name of its event; empty for none.</param>
/// <param name="Octets">Its JSON.</param>
/// <param name="IsLast">True for the event that ends the stream, which waits for the record of the whole.</param>
internal readonly record struct GatedPiece(string Name, ReadOnlyMemory<byte> Octets, bool IsLast);
