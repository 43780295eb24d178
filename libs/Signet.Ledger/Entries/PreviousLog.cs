namespace Signet.Ledger.Entries;

/// <summary>The end of the log that a log continues.</summary>
/// <param name="LogId">That log.</param>
/// <param name="Size">Its size; 1 or more.</param>
/// <param name="Root">Its tree head at that size.</param>
public sealed record PreviousLog(string LogId, long Size, Digest Root);
