namespace Signet.Ledger.Events;

/// <summary>
/// What a gateway says about one decision, or about itself (format 1, section 2). Never holds content: only salted digests, sizes,
/// counts and locations.
/// </summary>
public sealed record CommitEvent
{
    /// <summary>The most octets of an event.</summary>
    public const int MaxOctets = 60_000;

    /// <summary>A name: UUID version 7, not checked for uniqueness.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was decided, by the producer's clock.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The event's identity.</summary>
    public required ProducerPosition Producer { get; init; }

    /// <summary>Where in the life of a request, or of the producer, it stands.</summary>
    public required EventPhase Phase { get; init; }

    /// <summary>The decision, its request and its answer; null exactly for a producer event.</summary>
    public EventDecisionDetails? Details { get; init; }

    /// <summary>Further facts by name, in the order given; at most 64, each name at most 64 and each value at most 2,048 characters.</summary>
    public IReadOnlyList<EventMetadata> Metadata { get; init; } = [];
}
