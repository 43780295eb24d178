namespace Signet.Gateway.Streaming;

/// <summary>A piece of an answer that waits for its release.</summary>
/// <param name="Name">The name of its event; empty for none.</param>
/// <param name="Octets">Its JSON.</param>
internal abstract record HeldPiece(string Name, ReadOnlyMemory<byte> Octets);
