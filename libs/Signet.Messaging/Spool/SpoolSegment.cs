using Signet.Ledger;

namespace Signet.Messaging.Spool;

/// <summary>A segment that is part of the spool. <paramref name="Length"/> and <paramref name="Records"/> count only what is durable.</summary>
internal sealed record SpoolSegment(long Number, ISpoolFile File, long FirstRecord, Digest Chain, long Length, long Records)
{
    /// <summary>The number of the record behind its last.</summary>
    public long End => FirstRecord + Records;
}
