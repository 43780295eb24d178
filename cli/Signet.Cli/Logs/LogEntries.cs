using System.Runtime.CompilerServices;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Storage;

namespace Signet.Cli.Logs;

/// <summary>The entries of a log in order, as far as they can be read. Verifies nothing.</summary>
internal static class LogEntries
{
    public static async IAsyncEnumerable<StoredEntry> ReadAsync(
        ISegmentReader segments, string logId, long fromSegment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var number in segments.ListSegmentsAsync(logId, cancellationToken))
        {
            if (number < fromSegment ||
                await segments.ReadSegmentAsync(logId, number, cancellationToken) is not { } octets ||
                !SegmentObject.TryParse(octets, out var segment, out _))
            {
                continue;
            }

            foreach (var line in segment!.Lines)
            {
                if (EntryCodec.Read(line.Entry).Entry is { } entry)
                {
                    yield return new StoredEntry(number, line.Entry, entry);
                }
            }
        }
    }
}
