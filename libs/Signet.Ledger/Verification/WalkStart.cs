using Signet.Ledger.Checkpoints;

namespace Signet.Ledger.Verification;

/// <summary>A place from which a later walk can go on (<see cref="LogVerification.From"/>): a segment whose seal names a state.</summary>
/// <param name="Segment">The segment's number.</param>
/// <param name="Tree">The tree at its end, which a walk found to be the log's.</param>
public sealed record WalkStart(long Segment, Checkpoint Tree);
