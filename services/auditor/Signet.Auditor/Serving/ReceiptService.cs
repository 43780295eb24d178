using System.Text;
using Signet.Auditor.Publishing;
using Signet.Ledger.Receipts;
using Signet.Storage;

namespace Signet.Auditor.Serving;

/// <summary>Makes R1 receipts from the stored segments, one at a time.</summary>
internal sealed class ReceiptService(AuditorOptions options, ISegmentStore segments, CheckpointPublisher publisher, LogHead head) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<InclusionReceipt?> FindAsync(Guid eventId, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (head.Position is not { } position)
            {
                return null;
            }

            // Proof and checkpoint are of one size, however the log grows meanwhile.
            var note = publisher.Sign(position);
            return await LogReceipts.FindAsync(
                segments, options.LogId, eventId, position.Size, Encoding.UTF8.GetString(note), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
