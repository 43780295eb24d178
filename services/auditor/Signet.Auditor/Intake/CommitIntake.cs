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

    public ValueTask<IReadOnlyList<CommitOutcome>> AcceptAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        return AcceptAsync(events.Count, (delivery, place) => Read(events[place], delivery, place), cancellationToken);
    }

    /// <summary>The same for what may have been too large to be kept.</summary>
    public ValueTask<IReadOnlyList<CommitOutcome>> AcceptArrivalsAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellationToken) =>
        AcceptAsync(arrivals.Count, (delivery, place) => Read(arrivals[place], delivery, place), cancellationToken);

    /// <summary>The answer when nothing can be written now.</summary>
    public static IReadOnlyList<CommitOutcome> RetryAll(int count)
    {
        var later = new CommitOutcome[count];
        Array.Fill(later, CommitOutcome.Retry);
        return later;
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

    private async ValueTask<IReadOnlyList<CommitOutcome>> AcceptAsync(
        int count, Func<Delivery, int, Submission> read, CancellationToken cancellationToken)
    {
        if (_head.Position is null)
        {
            // Whose signatures count is known only once the log has been read: an event must not be refused for good before that.
            return RetryAll(count);
        }

        if (count == 0)
        {
            return [];
        }

        // On one thread: reading takes microseconds, and others would have to be woken and then waited for.
        var delivery = new Delivery(count);
        var submissions = new Submission[count];
        for (var i = 0; i < count; i++)
        {
            submissions[i] = read(delivery, i);
        }

        // Submitted in one step and in the order they came, so that a producer's numbers stay in order.
        _sequencer.Submit(submissions);
        return await delivery.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Submission Read(Arrival arrival, Delivery delivery, int place) => arrival.IsKept
        ? Read(arrival.Octets, delivery, place)
        : new QuarantineSubmission(
            delivery, place, new QuarantineBody { Sha256 = arrival.Oversized, Bytes = arrival.Length, Count = 1, Why = QuarantineReason.TooLarge });

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
