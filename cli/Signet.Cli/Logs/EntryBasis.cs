using Signet.Ledger;

namespace Signet.Cli.Logs;

/// <summary>What a result was computed from: every entry up to a size, the tree head over them, and the checkpoint that they were held against.</summary>
/// <param name="LogId">The log.</param>
/// <param name="Place">Where it was read.</param>
/// <param name="Size">How many entries were read.</param>
/// <param name="Root">The tree head over them.</param>
/// <param name="Head">The signed checkpoint, or null without one.</param>
/// <param name="Agrees">True when the entries that were read begin with the tree of the checkpoint; null without one.</param>
internal sealed record EntryBasis(string LogId, string Place, long Size, Digest Root, SignedHead? Head, bool? Agrees);
