namespace Signet.Ledger.Events;

/// <summary>An answer without its content.</summary>
public sealed record EventResponse
{
    /// <summary>The status sent to the caller: 100 to 599.</summary>
    public required int Status { get; init; }

    /// <summary>SHA-256(salt || body octets sent to the caller before content encoding, without signet's own comment lines).</summary>
    public required Digest Sha256 { get; init; }

    /// <summary>The same over the octets that the model sent, where they differ.</summary>
    public Digest? UpstreamSha256 { get; init; }

    /// <summary>Octets of the body sent to the caller.</summary>
    public required long Bytes { get; init; }

    /// <summary>Why the model stopped; at most 64 characters.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Tokens that the model read.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens that the model wrote.</summary>
    public long? OutputTokens { get; init; }
}
