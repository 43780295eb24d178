namespace Signet.Auditor.State;

/// <summary>The JSON of one producer epoch in a state object.</summary>
internal sealed record EpochDocument
{
    public required string Producer { get; init; }

    public required Guid Epoch { get; init; }

    public required long Next { get; init; }

    public required IReadOnlyList<long> Above { get; init; }

    public required DateTimeOffset LastHeard { get; init; }

    public required bool Closed { get; init; }

    public DateTimeOffset? HoleSince { get; init; }

    public required long ReportedThrough { get; init; }

    public required bool SilenceReported { get; init; }

    public required IReadOnlyList<long> DigestSeqs { get; init; }

    /// <summary>The digests of <see cref="DigestSeqs"/>, 32 octets each, in base64.</summary>
    public required string Digests { get; init; }
}
