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
    private readonly SignatureChecks _checks;

    public CommitIntake(AuditorOptions options, LogSequencer sequencer, LogHead head) =>
        (_options, _sequencer, _head, _checks) = (options, sequencer, head, new SignatureChecks(options.LogId));

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

        if (events.Count == 0)
        {
            return [];
        }

        // Submitted in one step and in the order they came, so that a producer's numbers stay in order.
        var delivery = new Delivery(events.Count);
        _sequencer.Submit(Read(events, delivery));
        return await delivery.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        var key = new ProducerKeyBody
        {
            Producer = enrolment.ProducerId,
            KeyId = enrolment.KeyId,
            Alg = enrolment.Alg,
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
            if (known.Alg == key.Alg && known.PublicKey is { } octets && octets.Span.SequenceEqual(enrolment.PublicKey.Span))
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
        enrolment.Alg is EventSignature.Ed25519 or EventSignature.Ed25519Tree &&
        enrolment.PublicKey.Length == CommitVerifier.PublicKeyOctets && enrolment.Evidence.Length <= 1_024 &&
        (_options.Producers is null ||
            (_options.Producers.TryGetValue(enrolment.ProducerId, out var configured) && configured.Span.SequenceEqual(enrolment.PublicKey.Span)));

    private Submission[] Read(IReadOnlyList<ReadOnlyMemory<byte>> events, Delivery delivery)
    {
        // On one thread: reading takes microseconds, and others would have to be woken and then waited for.
        var submissions = new Submission[events.Count];
        for (var i = 0; i < submissions.Length; i++)
        {
            submissions[i] = Read(events[i], delivery, i);
        }

        return submissions;
    }

    private Submission Read(ReadOnlyMemory<byte> wire, Delivery delivery, int place)
    {
        if (wire.Length > SignedEvent.MaxWireOctets)
        {
            return Quarantine(QuarantineReason.TooLarge);
        }

        if (!SignedEvent.TryParse(wire, out var signedEvent))
        {
            return Quarantine(QuarantineReason.Undecodable);
        }

        var producer = signedEvent!.Event.Producer.Id;
        if (!_head.Keys.TryGetValue((producer, signedEvent.Signature.KeyId), out var key) ||
            key.Alg != signedEvent.Signature.Alg || key.PublicKey is not { } publicKey)
        {
            return Quarantine(QuarantineReason.UnknownKey, producer);
        }

        return _checks.Check(signedEvent, publicKey.Span)
            ? new EventSubmission(delivery, place, signedEvent)
            : Quarantine(QuarantineReason.BadSignature, producer);

        QuarantineSubmission Quarantine(QuarantineReason why, string? claimedProducer = null) => new(
            delivery, place, new QuarantineBody
            {
                Sha256 = Digest.Of(wire.Span),
                Bytes = wire.Length,
                Count = 1,
                Why = why,
                ClaimedProducer = claimedProducer,
            });
    }
}
