namespace Signet.Ledger.Entries;

/// <summary>A time-stamping authority's token over a tree head (format 1, section 8).</summary>
public sealed record AnchorBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "anchor";

    /// <summary>The tree size, which ends a segment; 1 or more.</summary>
    public required long TreeSize { get; init; }

    /// <summary>The tree head at that size.</summary>
    public required ReadOnlyMemory<byte> Root { get; init; }

    /// <summary>The authority, as <c>genesis</c> or <c>settings</c> names it.</summary>
    public required string Tsa { get; init; }

    /// <summary>The policy under which it stamped: a dotted object identifier.</summary>
    public required string Policy { get; init; }

    /// <summary>The time that it states.</summary>
    public required DateTimeOffset GenTime { get; init; }

    /// <summary>The request's nonce as it stands in the token: the octets of a positive integer, most significant first.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>When the request went out, by the anchorer's clock.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the answer had come, by the anchorer's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The token: the DER of a CMS ContentInfo (RFC 3161, section 2.4.2).</summary>
    public required ReadOnlyMemory<byte> Token { get; init; }

    /// <summary>The DER of certificates that lead to a pinned root and don't stand in the token.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certs { get; init; } = [];
}
