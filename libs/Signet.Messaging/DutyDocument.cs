namespace Signet.Messaging;

/// <summary>The JSON of a duty.</summary>
internal sealed record DutyDocument(long Size, string Root, string OldestAt, long Epoch);
