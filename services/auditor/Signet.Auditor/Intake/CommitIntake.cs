using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Messaging;

namespace Signet.Auditor.Intake;

/// <summary>
/// Where events come in: read, checked against the keys in the log, and handed to the sequencer. What can't be an event becomes a
/// quarantine entry and is acknowledged as such; only "can't write now" is answered with retry.
/// </summary>
internal sealed class CommitIntake : ICommitIntake, IProducerEnrolment
{
    private const string NameTaken = "The key's name is taken by another key, or the key was revoked.";

    private readonly AuditorOptions _options;
    private readonly LogSequencer _sequencer;
    private readonly LogHead _head;

    public CommitIntake(AuditorOptions options, LogSequencer sequencer, LogHead head) =>
        (_options, _sequencer, _head) = (options, sequencer, head);

    public async ValueTask<IReadOnlyList<CommitOutcome>> AcceptAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (_head.Position is null)
        {
            // Whose signatures count is known only once the log has been read: an event must not be refused for good before that.
            var later = new CommitOutcome[events.Count];
            Array.Fill(later, CommitOutcome.Retry);
            return later;
        }

        var submissions = new Submission[events.Count];
        if (events.Count == 1)
        {
            submissions[0] = Read(events[0]);
        }
        else
        {
            Parallel.For(0, events.Count, i => submissions[i] = Read(events[i]));
        }

        // Submitted in the order they came, so that a producer's numbers stay in order.
        var outcomes = new Task<CommitOutcome>[submissions.Length];
        for (var i = 0; i < submissions.Length; i++)
        {
            outcomes[i] = _sequencer.SubmitAsync(submissions[i]);
        }

        return await Task.WhenAll(outcomes).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        var key = new ProducerKeyBody
        {
            Producer = enrolment.ProducerId,
            KeyId = enrolment.KeyId,
            Alg = EventSignature.Ed25519,
            PublicKey = enrolment.PublicKey,
            Evidence = enrolment.Evidence,
        };
        if (!IsAcceptable(enrolment))
        {
            throw new UnauthorizedAccessException("The auditor does not accept this producer or this key.");
        }

        await _head.WaitBeyondAsync(0, cancellationToken).ConfigureAwait(false);
        if (_head.Keys.TryGetValue((key.Producer, key.KeyId), out var known))
        {
            if (known.PublicKey is { } octets && octets.Span.SequenceEqual(enrolment.PublicKey.Span))
            {
                return;
            }

            throw new UnauthorizedAccessException(NameTaken);
        }

        var outcome = await _sequencer.SubmitAsync(SubmissionOf(key)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (outcome == CommitOutcome.Quarantined)
        {
            throw new UnauthorizedAccessException(NameTaken);
        }

        if (outcome != CommitOutcome.Recorded)
        {
            throw new IOException("The key could not be entered in the log.");
        }
    }

    private static EntrySubmission SubmissionOf(ProducerKeyBody key)
    {
        try
        {
            return EntrySubmission.FromOutside([key]);
        }
        catch (ArgumentException exception)
        {
            throw new UnauthorizedAccessException("The enrolment can't be written as an entry.", exception);
        }
    }

    private bool IsAcceptable(ProducerEnrolment enrolment) =>
        LedgerText.IsIdentifier(enrolment.ProducerId) && LedgerText.IsIdentifier(enrolment.KeyId) &&
        enrolment.PublicKey.Length == CommitVerifier.PublicKeyOctets && enrolment.Evidence.Length <= 1_024 &&
        (_options.Producers is null ||
            (_options.Producers.TryGetValue(enrolment.ProducerId, out var configured) && configured.Span.SequenceEqual(enrolment.PublicKey.Span)));

    private Submission Read(ReadOnlyMemory<byte> wire)
    {
        if (wire.Length > SignedEvent.MaxWireOctets)
        {
            return Quarantine(wire, QuarantineReason.TooLarge);
        }

        if (!SignedEvent.TryParse(wire, out var signedEvent))
        {
            return Quarantine(wire, QuarantineReason.Undecodable);
        }

        var producer = signedEvent!.Event.Producer.Id;
        if (!_head.Keys.TryGetValue((producer, signedEvent.Signature.KeyId), out var key) ||
            key.Alg != signedEvent.Signature.Alg || key.PublicKey is not { } publicKey)
        {
            return Quarantine(wire, QuarantineReason.UnknownKey, producer);
        }

        return CommitVerifier.Verify(_options.LogId, signedEvent, publicKey.Span)
            ? new EventSubmission(signedEvent)
            : Quarantine(wire, QuarantineReason.BadSignature, producer);
    }

    private static QuarantineSubmission Quarantine(ReadOnlyMemory<byte> wire, QuarantineReason why, string? claimedProducer = null) =>
        new(new QuarantineBody
        {
            Sha256 = Digest.Of(wire.Span),
            Bytes = wire.Length,
            Count = 1,
            Why = why,
            ClaimedProducer = claimedProducer,
        });
}
