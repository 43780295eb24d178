using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Verification;
using Signet.Messaging;

namespace Signet.Auditor.Intake;

/// <summary>
/// Where reports of verifiers come in. One is chained when a key that the log knows for the verifier signed it, whatever it says: a report
/// that the log is broken is evidence too. What is stored can't be deleted, so they come in one at a time and not too often.
/// </summary>
internal sealed class VerificationIntake(AuditorOptions options, LogSequencer sequencer, LogHead head, TimeProvider time) : IVerificationLog
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async ValueTask SubmitAsync(VerificationBody report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (head.Position is not { } position)
        {
            throw new IOException("There is no log yet.");
        }

        var now = time.GetUtcNow();
        if (report.ThroughSeq >= position.Size || !KeysOf(report.Verifier, now).Any(key => VerificationStatement.Verify(options.LogId, report, key.Span)))
        {
            throw new ArgumentException("The report is not one of a verifier that this log knows.", nameof(report));
        }

        // Whoever is refused above doesn't take another's turn.
        var submission = EntrySubmission.FromOutside([report]);
        TakeTurn(now);
        if (await sequencer.SubmitAsync(submission).WaitAsync(cancellationToken).ConfigureAwait(false) != CommitOutcome.Recorded)
        {
            throw new IOException("The report could not be chained.");
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> KeysOf(string verifier, DateTimeOffset now) => head.Keys.Values
        .Where(key => key.Producer == verifier && key is { Revoked: false, Alg: EventSignature.Ed25519, PublicKey: not null } && !(key.NotAfter < now))
        .Select(key => key.PublicKey!.Value);

    private void TakeTurn(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (now < _next)
            {
                throw new IOException("A report was taken in a moment ago.");
            }

            _next = now + Pause;
        }
    }
}
