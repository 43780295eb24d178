using Signet.Ledger.Entries;

namespace Signet.Cli.Logs;

/// <summary>An entry and where it stands.</summary>
/// <param name="Segment">Its segment.</param>
/// <param name="Octets">Its octets as stored.</param>
/// <param name="Entry">What they say.</param>
internal sealed record StoredEntry(long Segment, ReadOnlyMemory<byte> Octets, Entry Entry);
