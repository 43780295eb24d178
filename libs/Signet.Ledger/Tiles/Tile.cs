namespace Signet.Ledger.Tiles;

/// <summary>A tile and its octets, ready to be stored under <see cref="TilePath.ToString"/>.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Octets">32 octets for each hash; for each entry its length in two octets, the most significant first, and the entry.</param>
public readonly record struct Tile(TilePath Path, ReadOnlyMemory<byte> Octets);
