using System.Security.Cryptography;
using System.Text;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Verifier.Reports;

namespace Signet.Verifier.Publishing;

/// <summary>Enters each report in the log that it is about, signed by the verifier's key, which is enrolled before the first.</summary>
internal sealed class VerificationEntries(IVerificationLog log, IProducerEnrolment enrolment, string logId, VerifierSigningOptions signing) : IOutcomeSink
{
    private bool _enrolled;

    public string Name => "log";

    public async ValueTask PublishAsync(VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        // Without a tree there is nothing that an entry could be about.
        if (outcome.Report is not { Size: > 0 } report)
        {
            return;
        }

        try
        {
            await EnrolAsync(cancellationToken).ConfigureAwait(false);
            await log.SubmitAsync(Signed(outcome, report), cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("The auditor does not accept the verifier's key.", exception);
        }
    }

    private VerificationBody Signed(VerificationOutcome outcome, VerificationReport report) => VerificationStatement.Sign(
        logId,
        new VerificationBody
        {
            ThroughSeq = report.Size - 1,
            Root = report.Root,
            Result = ReportWords.Of(outcome.Result),
            Findings = report.Findings.Count(finding => finding.Severity == FindingSeverity.Error),
            ReportSha256 = new Digest(SHA256.HashData(Encoding.UTF8.GetBytes(VerificationOutput.Json(outcome)))),
            Verifier = signing.Verifier,
            Sig = default,
        },
        signing.Seed.Span);

    private async ValueTask EnrolAsync(CancellationToken cancellationToken)
    {
        if (_enrolled)
        {
            return;
        }

        using var key = CommitSigner.FromSeed(logId, signing.KeyId, signing.Seed.Span);
        await enrolment.EnrolAsync(
            new ProducerEnrolment(signing.Verifier, signing.KeyId, EventSignature.Ed25519, key.PublicKey, "the verifier's own request"),
            cancellationToken).ConfigureAwait(false);
        _enrolled = true;
    }
}
