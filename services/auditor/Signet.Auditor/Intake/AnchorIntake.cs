using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Ledger.Entries;
using Signet.Messaging;

namespace Signet.Auditor.Intake;

/// <summary>Where anchors are asked for and come in. Each is checked here again before it is chained.</summary>
internal sealed class AnchorIntake(AuditorOptions options, LogSequencer sequencer, LogHead head) : IAnchorLog
{
    public string LogId => options.LogId;

    public ValueTask<AnchorDuty?> GetDutyAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            head.Position is { UnanchoredSince: { } since } position
                ? new AnchorDuty(position.Size, position.Root.ToArray(), since)
                : null);

    public async ValueTask WaitForDutyAsync(CancellationToken cancellationToken)
    {
        long seen = 0;
        while (head.Position is not { UnanchoredSince: not null })
        {
            await head.WaitBeyondAsync(seen, cancellationToken).ConfigureAwait(false);
            seen = head.Position?.Size ?? 0;
        }
    }

    public async ValueTask SubmitAsync(IReadOnlyList<AnchorBody> round, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        foreach (var anchor in round)
        {
            if (options.CheckAnchor?.Invoke(anchor) is { } fault)
            {
                throw new ArgumentException($"The anchor of {anchor.Tsa} does not hold: {fault}.", nameof(round));
            }
        }

        var outcome = await sequencer.SubmitAsync(new EntrySubmission(round)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (outcome != CommitOutcome.Recorded)
        {
            throw new IOException("The anchors could not be chained.");
        }
    }
}
