namespace Signet.Storage;

/// <summary>What a verifier is given: nothing here can write.</summary>
/// <param name="Segments">The segments.</param>
/// <param name="Derived">What was derived of them.</param>
/// <param name="History">What stood in each slot and how it is locked; null for a store that keeps no versions.</param>
public sealed record ReadableStore(ISegmentReader Segments, IDerivedReader Derived, ISegmentHistory? History);
