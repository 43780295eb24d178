using System.Text.Json;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;

namespace Signet.Auditor.Serving;

/// <summary>Proofs as JSON; digests are lowercase hex, paths go from the sibling of the leaf up (RFC 9162).</summary>
internal static class ProofJson
{
    public static byte[] Inclusion(long index, Checkpoint tree, IReadOnlyList<Digest> path) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object>
        {
            ["log_id"] = tree.LogId,
            ["index"] = index,
            ["size"] = tree.Size,
            ["root"] = tree.Root.ToString(),
            ["path"] = path.Select(node => node.ToString()).ToArray(),
        });

    public static byte[] Consistency(Checkpoint old, Checkpoint tree, IReadOnlyList<Digest> path) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object>
        {
            ["log_id"] = tree.LogId,
            ["from"] = old.Size,
            ["from_root"] = old.Root.ToString(),
            ["size"] = tree.Size,
            ["root"] = tree.Root.ToString(),
            ["path"] = path.Select(node => node.ToString()).ToArray(),
        });
}
