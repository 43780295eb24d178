namespace Signet.Verifier;

/// <summary>How far a walk has come.</summary>
/// <param name="Segment">The last segment that was checked.</param>
/// <param name="Segments">Segments checked so far in this walk.</param>
/// <param name="Octets">Octets checked so far in this walk.</param>
public readonly record struct VerificationProgress(long Segment, long Segments, long Octets);
