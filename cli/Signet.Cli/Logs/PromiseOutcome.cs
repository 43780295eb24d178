using Signet.Ledger.Receipts;

namespace Signet.Cli.Logs;

/// <summary>What came of checking a promise.</summary>
/// <param name="ExitCode">0 kept, 1 broken or forged, 2 can't be decided yet.</param>
/// <param name="Text">The same for people.</param>
/// <param name="Proof">The proof that it was kept, or null.</param>
internal sealed record PromiseOutcome(int ExitCode, string Text, InclusionReceipt? Proof);
