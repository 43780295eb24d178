using CsCheck;

namespace Signet.Ledger.Tests.Verification.Generated;

/// <summary>A log to be written.</summary>
/// <param name="Segments">1 to 6 segments.</param>
/// <param name="Sealed">Some of its epochs have sealed keys.</param>
/// <param name="Ends">It ends with its entry.</param>
/// <param name="Variant">Varies how it is written and walked.</param>
internal sealed record LogPlan(IReadOnlyList<SegmentPlan> Segments, bool Sealed, bool Ends, int Variant)
{
    public const int MaxEpochs = 4;

    private static readonly Gen<LogStep> Steps = Gen.Frequency(
        (6, Gen.Const(LogStep.Commit)), (3, Gen.Const(LogStep.SkipAhead)), (3, Gen.Const(LogStep.Late)), (8, Gen.Enum<LogStep>()));

    private static readonly Gen<SegmentPlan> Segment = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 5], Gen.Select(Steps, Gen.Int[0, PlannedProducers.Count - 1], Gen.Int[0, 7]).List[0, 5],
        (opens, rotates, steps) => new SegmentPlan(opens == 0, rotates == 0, steps));

    /// <summary>Any plan. Sealing needs RSA, which is slow: one in fifty.</summary>
    public static Gen<LogPlan> Any { get; } = Gen.Select(
        Segment.List[1, 6], Gen.Int[0, 49], Gen.Int[0, 3], Gen.Int[0, 1_000],
        (segments, sealedMode, ends, variant) => new LogPlan(segments, sealedMode == 0, ends == 0, variant));
}
