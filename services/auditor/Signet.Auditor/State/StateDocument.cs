using Signet.Ledger.Entries;

namespace Signet.Auditor.State;

/// <summary>The JSON of a state object.</summary>
internal sealed record StateDocument
{
    public required string Format { get; init; }

    public required long Segment { get; init; }

    public required string PrevSegment { get; init; }

    public required long Size { get; init; }

    public required IReadOnlyList<string> Edge { get; init; }

    public required string LastMac { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required long Epoch { get; init; }

    public required long EpochSegment { get; init; }

    public required string KeyId { get; init; }

    public required string CheckpointVkey { get; init; }

    public required string SlotMode { get; init; }

    public required LedgerSettings Settings { get; init; }

    public required long AnchoredSize { get; init; }

    public DateTimeOffset? AnchoredAt { get; init; }

    public DateTimeOffset? UnanchoredSince { get; init; }

    public required long LastCounting { get; init; }

    /// <summary>The enrolled keys and the revoked ones, each as the base64 of its entry.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public required IReadOnlyList<EpochDocument> Epochs { get; init; }

    /// <summary>By producer: unknown epochs up to this one are too old to be believed.</summary>
    public required IReadOnlyDictionary<string, Guid> Floors { get; init; }
}
