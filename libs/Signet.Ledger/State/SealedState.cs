using Signet.Ledger.Segments;

namespace Signet.Ledger.State;

/// <summary>The state object that a seal names, against the one that the entries before the seal lead to.</summary>
/// <param name="Segment">The segment of the seal, and of the object.</param>
/// <param name="Named">The SHA-256 that the seal names.</param>
/// <param name="Octets">The object, made again from the entries; null where they lead to another one than the seal names.</param>
public sealed record SealedState(long Segment, Digest Named, ReadOnlyMemory<byte>? Octets)
{
    /// <summary>True when a stored object is the one that the entries lead to and that the seal names.</summary>
    public bool Is(ReadOnlySpan<byte> stored) => Octets is { } octets && stored.SequenceEqual(octets.Span);

    internal static SealedState Rebuild(LogState state, ChainHead place, Digest named)
    {
        var octets = StateCodec.Write(state, place);
        var isNamed = octets is not null && Digest.Of(octets) == named;
        return new SealedState(place.NextSegment, named, isNamed ? octets : default(ReadOnlyMemory<byte>?));
    }
}
