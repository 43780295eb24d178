using Signet.Ledger;

namespace Signet.Auditor.Intake;

/// <summary>What arrived: octets that may be an event, or of something larger than any event its digest and length alone.</summary>
internal readonly record struct Arrival
{
    private Arrival(ReadOnlyMemory<byte> octets, Digest oversized, long length) => (Octets, Oversized, Length) = (octets, oversized, length);

    /// <summary>The octets; empty for what was too large to keep.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>The digest of what was too large to keep.</summary>
    public Digest Oversized { get; }

    /// <summary>How many octets arrived.</summary>
    public long Length { get; }

    public bool IsKept => Length == Octets.Length;

    public static Arrival Of(ReadOnlyMemory<byte> octets) => new(octets, Digest.Zero, octets.Length);

    public static Arrival TooLarge(Digest digest, long length) => new(ReadOnlyMemory<byte>.Empty, digest, length);
}
