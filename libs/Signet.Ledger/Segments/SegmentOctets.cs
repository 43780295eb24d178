using Signet.Ledger.Hashing;

namespace Signet.Ledger.Segments;

/// <summary>
/// The octets of a segment object and their digests, which nobody but this class computes: who reads an object compares one of them with the
/// store's checksum, and who verifies it needs both. Not safe for concurrent use: they are computed when they are first asked for.
/// </summary>
/// <param name="octets">All of the object. Must not change.</param>
public sealed class SegmentOctets(ReadOnlyMemory<byte> octets)
{
    private (Digest BeforeFooter, Digest Whole)? _digests;

    /// <summary>All of the object.</summary>
    public ReadOnlyMemory<byte> Memory => octets;

    /// <summary>SHA-256 of everything before the last line.</summary>
    public Digest BeforeFooter => (_digests ??= Hash()).BeforeFooter;

    /// <summary>SHA-256 of the whole object.</summary>
    public Digest Whole => (_digests ??= Hash()).Whole;

    /// <summary>Where the last line begins; 0 where there is but one.</summary>
    internal int FooterStart => octets.IsEmpty ? 0 : octets.Span[..^1].LastIndexOf((byte)'\n') + 1;

    /// <summary>Both digests in one pass: the second is the first with the footer behind it.</summary>
    private (Digest BeforeFooter, Digest Whole) Hash()
    {
        using var hash = Sha256.Begin();
        var footerStart = FooterStart;
        hash.Append(octets.Span[..footerStart]);
        var beforeFooter = hash.Current();
        hash.Append(octets.Span[footerStart..]);
        return (beforeFooter, hash.Finish());
    }
}
