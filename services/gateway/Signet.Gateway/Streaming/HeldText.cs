namespace Signet.Gateway.Streaming;

/// <summary>A piece that differs from one that the surface has read in its text alone.</summary>
/// <param name="Octets">Its JSON.</param>
/// <param name="Pattern">What it has in common with that piece.</param>
/// <param name="Text">Its text.</param>
/// <param name="Start">The first character of the text in its channel.</param>
internal sealed record HeldText(ReadOnlyMemory<byte> Octets, TextPattern Pattern, string Text, long Start) : HeldPiece(Pattern.Name, Octets);
