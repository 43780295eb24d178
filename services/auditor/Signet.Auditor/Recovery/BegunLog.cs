using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Storage;

namespace Signet.Auditor.Recovery;

/// <summary>What the first entry of a log says that no later one can change and that no state object repeats.</summary>
internal static class BegunLog
{
    /// <exception cref="InvalidOperationException">The log promises another kind of storage than the writer was given.</exception>
    /// <exception cref="LogDamagedException">The log doesn't begin with a genesis.</exception>
    /// <exception cref="StoreException">The store can't be read.</exception>
    public static async Task RequireStorageAsync(AuditorOptions options, ISegmentReader segments, CancellationToken cancellationToken)
    {
        var octets = await segments.ReadSegmentAsync(options.LogId, 0, cancellationToken).ConfigureAwait(false)
            ?? throw new LogDamagedException(0, "it is missing");
        if (!SegmentObject.TryParse(octets, out var segment, out var fault))
        {
            throw new LogDamagedException(0, fault);
        }

        if (EntryCodec.Read(segment!.Lines[0].Entry).Entry?.Body is not GenesisBody genesis)
        {
            throw new LogDamagedException(0, "it doesn't begin with a genesis");
        }

        if (genesis.Storage != options.Storage)
        {
            throw new InvalidOperationException(
                $"The log says that it is stored in {genesis.Storage}, and the store given is {options.Storage}. A log stays in the kind of store that it was begun in.");
        }
    }
}
