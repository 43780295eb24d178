namespace Signet.Ledger.Events;

/// <summary>A producer's signature over an event (format 1, section 2).</summary>
public sealed record EventSignature
{
    /// <summary>One signature for one event.</summary>
    public const string Ed25519 = "ed25519";

    /// <summary>One signature over the tree head of a batch.</summary>
    public const string Ed25519Tree = "ed25519-tree";

    /// <summary>One MAC for one event, for parties that share a secret: whoever checks it can forge it.</summary>
    public const string HmacSha256 = "hmac-sha256";

    /// <summary>The octets of an Ed25519 signature (RFC 8032).</summary>
    public const int Ed25519Octets = 64;

    /// <summary>The largest batch.</summary>
    public const int MaxBatch = 256;

    /// <summary><see cref="Ed25519"/>, <see cref="Ed25519Tree"/> or <see cref="HmacSha256"/>.</summary>
    public required string Alg { get; init; }

    /// <summary>The key, as its <c>producer_key</c> entry names it.</summary>
    public required string KeyId { get; init; }

    /// <summary>64 octets (RFC 8032); 32 for <see cref="HmacSha256"/>.</summary>
    public required ReadOnlyMemory<byte> Sig { get; init; }

    /// <summary>The event's place in the batch, for <see cref="Ed25519Tree"/>.</summary>
    public int? Index { get; init; }

    /// <summary>The events in the batch, for <see cref="Ed25519Tree"/>.</summary>
    public int? Size { get; init; }

    /// <summary>The inclusion proof in the batch, for <see cref="Ed25519Tree"/>.</summary>
    public IReadOnlyList<Digest> Path { get; init; } = [];
}
