namespace Signet.Storage;

/// <summary>How a version of a segment is locked.</summary>
/// <param name="IsCompliance">True when nobody can shorten the retention; false for governance, or none.</param>
/// <param name="RetainUntil">Until when; null without retention.</param>
/// <param name="HasLegalHold">True while it is also kept without an end.</param>
public sealed record SegmentLock(bool IsCompliance, DateTimeOffset? RetainUntil, bool HasLegalHold);
