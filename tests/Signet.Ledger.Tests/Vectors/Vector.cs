using System.Text.Json.Nodes;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Vectors;

/// <summary>A log, what a verifier is given with it, and what it must find.</summary>
internal sealed record Vector(string Name, string Says, IReadOnlyDictionary<long, byte[]> Segments, LogTrust Trust, Checkpoint Head)
{
    public byte[]? Note { get; init; }

    public string? SealingKeyPem { get; init; }

    public IReadOnlyDictionary<string, byte[]> TsaRoots { get; init; } = new Dictionary<string, byte[]>();

    public DateTimeOffset Now { get; init; }

    /// <summary>False where chance has a part in the octets: a token, an encrypted key.</summary>
    public bool Repeatable { get; init; } = true;

    public VerificationReport Verify(bool full)
    {
        using var walk = new LogVerification(full ? Trust : Trust with { RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>>(), SealingKeys = [] });
        if (Note is not null)
        {
            walk.Checkpoint(Note);
        }

        walk.Segments([.. Segments.OrderBy(segment => segment.Key).Select(segment => new StoredSegment(segment.Key, segment.Value))]);
        return walk.Complete(Now);
    }

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["says"] = Says,
        ["log_id"] = Trust.LogId,
        ["checkpoint_vkey"] = Trust.CheckpointKey!.ToString(),
        ["root_secrets"] = new JsonObject(Trust.RootSecrets.OrderBy(secret => secret.Key, StringComparer.Ordinal).Select(secret =>
            KeyValuePair.Create(secret.Key, (JsonNode?)Convert.ToHexStringLower(secret.Value.Span)))),
        ["commit_keys"] = new JsonArray([.. CommitKeys()]),
        ["commit_secrets"] = new JsonObject(Trust.CommitSecrets.Select(secret =>
            KeyValuePair.Create(secret.Key, (JsonNode?)Convert.ToHexStringLower(secret.Value.Span)))),
        ["sealing_key_pem"] = SealingKeyPem,
        ["tsa_roots"] = new JsonObject(TsaRoots.Select(root => KeyValuePair.Create(root.Key, (JsonNode?)Convert.ToBase64String(root.Value)))),
        ["segments"] = "segments",
        ["size"] = Head.Size,
        ["root"] = Head.Root.ToString(),
        ["checkpoint"] = Note is null ? null : System.Text.Encoding.UTF8.GetString(Note),
        ["now"] = LedgerText.FormatTime(Now),
        ["expect"] = Expected(full: true),
        ["expect_keyless"] = Expected(full: false),
    };

    private IEnumerable<JsonNode> CommitKeys() => Segments.OrderBy(segment => segment.Key)
        .SelectMany(segment => Ledger.Segments.SegmentObject.TryParse(segment.Value, out var read, out _) ? read!.Lines : [])
        .Select(line => Ledger.Entries.EntryCodec.Read(line.Entry).Entry?.Body)
        .OfType<Ledger.Entries.ProducerKeyBody>()
        .Where(key => key.PublicKey is not null)
        .Select(key => new JsonObject
        {
            ["producer"] = key.Producer,
            ["key_id"] = key.KeyId,
            ["alg"] = key.Alg,
            ["public_key"] = Convert.ToBase64String(key.PublicKey!.Value.Span),
        });

    private JsonArray Expected(bool full) => new([.. Verify(full).Findings.Select(finding =>
    {
        var node = new JsonObject { ["kind"] = finding.Name, ["severity"] = finding.Severity.ToString().ToLowerInvariant() };
        if (finding.Segment is { } segment)
        {
            node["segment"] = segment;
        }

        if (finding.Seq is { } seq)
        {
            node["seq"] = seq;
        }

        return (JsonNode)node;
    })]);
}
