namespace Signet.Policy.Decoding;

/// <summary>What decoding made.</summary>
/// <param name="Text">The text.</param>
/// <param name="Chain">The decoders that made it, the last one first in the text, joined by "+".</param>
/// <param name="Depth">How many decoders that were.</param>
/// <param name="Start">Where in the text of the request it comes from.</param>
/// <param name="End">Right behind that.</param>
/// <param name="IsDeciphered">True when a cipher was undone last.</param>
/// <param name="Ciphers">How many of the decoders undid a cipher.</param>
/// <param name="Parent">What was decoded; null for the text of the request.</param>
/// <param name="Offset">Where in that it comes from.</param>
internal sealed record Product(
    string Text, string Chain, int Depth, int Start, int End, bool IsDeciphered, int Ciphers, Product? Parent, int Offset);
