namespace Signet.Storage;

/// <summary>What the single writer is given.</summary>
/// <param name="Segments">The write-once slots.</param>
/// <param name="Derived">What can be made again of them.</param>
/// <param name="Terms">What the log's first entry has to say of the store.</param>
public sealed record WritableStore(ISegmentStore Segments, IDerivedStore Derived, StoreTerms Terms);
