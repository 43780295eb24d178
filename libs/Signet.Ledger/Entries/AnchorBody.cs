namespace Signet.Ledger.Entries;

/// <summary>
/// The body of an <c>anchor</c> entry (ledger format 1, sections 1 and 8): a time-stamp token over one tree head, with what is needed
/// to check it again later. Nothing here is proven until <see cref="Anchors.AnchorVerifier"/> accepted it.
/// </summary>
public sealed record AnchorBody
{
    /// <summary>The number of leaves under <see cref="Root"/>; a size that ends a segment, at least 1.</summary>
    public required long TreeSize { get; init; }

    /// <summary>The RFC 9162 tree head at <see cref="TreeSize"/>: 32 octets.</summary>
    public required ReadOnlyMemory<byte> Root { get; init; }

    /// <summary>The name of the time-stamping authority as genesis or settings list it.</summary>
    public required string Tsa { get; init; }

    /// <summary>The policy the token was issued under: a dotted object identifier, equal to the token's own.</summary>
    public required string Policy { get; init; }

    /// <summary>The token's time, UTC, equal to the token's own in steps of 100 ns.</summary>
    public required DateTimeOffset GenTime { get; init; }

    /// <summary>The content octets of the request's nonce, a positive INTEGER in its shortest form: 8 to 32 octets.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>When the request was sent, by the anchorer's clock.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the answer was complete, by the anchorer's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The TimeStampToken of RFC 3161: the DER of a CMS ContentInfo.</summary>
    public required ReadOnlyMemory<byte> Token { get; init; }

    /// <summary>DER certificates between the signer and a root that the token itself does not carry; may be empty.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certs { get; init; } = [];
}
