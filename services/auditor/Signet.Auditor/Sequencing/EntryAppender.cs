using System.Text.Json;
using Signet.Auditor.Keys;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// Decides what becomes of a submission and appends what follows from it to a segment that is being built. What it remembers holds only as
/// long as every segment it was told of was stored. Owned by the sequencer.
/// </summary>
internal sealed class EntryAppender(LogState state, KeyRing ring, SignetMetrics metrics)
{
    private readonly QuarantineLimiter _limiter = new();
    private readonly ChainedEvents _chained = new();
    private List<Submission> _held = [];

    /// <summary>True when a key was enrolled or revoked since this was last set to false, and at first.</summary>
    public bool KeysChanged { get; set; } = true;

    /// <summary>True when the segment can take what follows from the submission.</summary>
    public static bool HasRoomFor(SegmentBuilder builder, Submission submission) =>
        builder.HasRoomFor(submission is EntrySubmission { Bodies.Count: var count } ? count : 1);

    /// <summary>
    /// The outcome, to be told once the segment is stored; null when it will be told with a <see cref="HeldSubmission"/>. Needs
    /// <see cref="HasRoomFor"/>.
    /// </summary>
    public CommitOutcome? Append(SegmentBuilder builder, Submission submission, DateTimeOffset now)
    {
        switch (submission)
        {
            case EventSubmission { SignedEvent: { } signedEvent }:
                return Append(builder, submission, signedEvent, now);
            case QuarantineSubmission { Body: { } body }:
                return Quarantine(builder, submission, body, now);
            case EntrySubmission { Bodies: [ProducerKeyBody { Revoked: false } key] }:
                return Enrol(builder, key, now);
            case EntrySubmission { Bodies: { } bodies }:
                foreach (var body in bodies)
                {
                    Append(builder, body, now);
                }

                return CommitOutcome.Recorded;
            default:
                throw new InvalidOperationException("Not a submission.");
        }
    }

    /// <summary>The entry that stands for what was held back, once it is due.</summary>
    public HeldSubmission? Flush(DateTimeOffset now)
    {
        if (_limiter.Flush(now) is not { } body)
        {
            return null;
        }

        var held = new HeldSubmission(body, _held);
        _held = [];
        return held;
    }

    /// <summary>Nothing more is stored: what was held back is to be sent again.</summary>
    public void Abandon()
    {
        foreach (var submission in _held)
        {
            submission.Complete(CommitOutcome.Retry);
        }

        _held = [];
    }

    private CommitOutcome? Append(SegmentBuilder builder, Submission submission, SignedEvent signedEvent, DateTimeOffset now)
    {
        var position = signedEvent.Event.Producer;
        var epoch = state.Find(position);
        if (epoch is not null && epoch.Progress.Contains(position.Seq))
        {
            // Acknowledged with this batch, not at once: the first arrival may stand in it.
            return epoch.IsRepetition(position.Seq, signedEvent.Digest) ?? _chained.Contains(signedEvent.Digest)
                ? CommitOutcome.Recorded
                : Quarantine(builder, submission, QuarantineOf(signedEvent, QuarantineReason.Conflict), now);
        }

        // The key was valid when the signature was checked; between then and now it can have been revoked, or have run out.
        var at = now > builder.RecordedAt ? now : builder.RecordedAt;
        if (state.FindKey(position.Id, signedEvent.Signature.KeyId) is not { Revoked: false } key || key.NotAfter < at)
        {
            return Quarantine(builder, submission, QuarantineOf(signedEvent, QuarantineReason.UnknownKey), now);
        }

        if (epoch is null && state.IsStale(position, now))
        {
            return Quarantine(builder, submission, QuarantineOf(signedEvent, QuarantineReason.StaleEpoch), now);
        }

        if (!LogState.IsWithinReach(epoch, position.Seq))
        {
            return CommitOutcome.Retry;
        }

        var seq = builder.NextSeq;
        if (!builder.TryAppend(signedEvent, now))
        {
            return Quarantine(builder, submission, QuarantineOf(signedEvent, QuarantineReason.Undecodable), now);
        }

        state.Apply(seq, builder.RecordedAt, signedEvent);
        _chained.Add(signedEvent.Digest);
        return CommitOutcome.Recorded;
    }

    private CommitOutcome? Quarantine(SegmentBuilder builder, Submission submission, QuarantineBody body, DateTimeOffset now)
    {
        metrics.Quarantined(JsonNamingPolicy.SnakeCaseLower.ConvertName(body.Why.ToString()));
        if (_limiter.Take(body, now) is { } single)
        {
            Append(builder, single, now);
        }
        else if (_limiter.Holds)
        {
            _held.Add(submission);
            return null;
        }

        return CommitOutcome.Quarantined;
    }

    /// <summary>A name belongs to one key for ever, and a revoked key stays revoked. Two that ask at once are told apart here.</summary>
    private CommitOutcome Enrol(SegmentBuilder builder, ProducerKeyBody key, DateTimeOffset now)
    {
        if (state.FindKey(key.Producer, key.KeyId) is { } known)
        {
            return !known.Revoked && known.Alg == key.Alg && known.PublicKey is { } octets && key.PublicKey is { } asked && octets.Span.SequenceEqual(asked.Span)
                ? CommitOutcome.Recorded
                : CommitOutcome.Quarantined;
        }

        // One that the settings revoke before it is enrolled never counts.
        if (state.IsRevoked(key) || ring.Current.Revokes(key.Producer, key.KeyId))
        {
            return CommitOutcome.Quarantined;
        }

        Append(builder, key, now);
        return CommitOutcome.Recorded;
    }

    private void Append(SegmentBuilder builder, EntryBody body, DateTimeOffset now)
    {
        var seq = builder.NextSeq;
        builder.Append(body, now);
        state.Apply(new Entry(seq, builder.RecordedAt, body));
        KeysChanged |= body is ProducerKeyBody;
    }

    private static QuarantineBody QuarantineOf(SignedEvent signedEvent, QuarantineReason why) => new()
    {
        Sha256 = signedEvent.Digest,
        Bytes = signedEvent.Octets.Length,
        Count = 1,
        Why = why,
        ClaimedProducer = signedEvent.Event.Producer.Id,
    };
}
