using Signet.Ledger.Canonical;

namespace Signet.Ledger.Entries;

/// <summary>Writes the member that holds an entry's body: a case for each type, its members in the order of their keys.</summary>
internal static class EntryBodyWriter
{
    public static void Write(ref CanonicalWriter w, EntryBody body)
    {
        w.Key(body.Type);
        if (body is CommitBody commit)
        {
            w.Verbatim(commit.SignedEvent.Wire.Span);
            return;
        }

        WriteObject(ref w, body);
    }

    /// <summary>Writes the body alone, as any value; not that of a commit, which is there already.</summary>
    public static void WriteObject(ref CanonicalWriter w, EntryBody body)
    {
        w.BeginObject();
        switch (body)
        {
            case GenesisBody b:
                WriteGenesis(ref w, b);
                break;
            case SettingsBody b:
                WriteAnchors(ref w, b.Settings.Anchors);
                w.Integer("dedupe_days"u8, b.Settings.DedupeDays);
                w.Integer("gap_after_seconds"u8, b.Settings.GapAfterSeconds);
                w.Integer("max_merge_delay_seconds"u8, b.Settings.MaxMergeDelaySeconds);
                w.Integer("retain_days"u8, b.Settings.RetainDays);
                break;
            case EpochBody b:
                w.Integer("epoch"u8, b.Epoch);
                w.String("key_id"u8, b.KeyId);
                WriteSealedKey(ref w, b.SealedKey);
                w.String("writer"u8, b.Writer);
                break;
            case ProducerKeyBody b:
                w.String("alg"u8, b.Alg);
                w.String("evidence"u8, b.Evidence);
                w.String("key_id"u8, b.KeyId);
                if (b.NotAfter is { } notAfter)
                {
                    w.Time("not_after"u8, notAfter);
                }

                w.String("producer"u8, b.Producer);
                if (b.PublicKey is { } publicKey)
                {
                    w.Base64("public_key"u8, publicKey.Span);
                }

                w.String("status"u8, b.Revoked ? "revoked" : "added");
                break;
            case CheckpointKeyBody b:
                w.String("from"u8, b.From);
                w.Base64("sig"u8, b.Sig.Span);
                w.String("to"u8, b.To);
                break;
            case QuarantineBody b:
                w.Integer("bytes"u8, b.Bytes);
                w.OptionalString("claimed_producer"u8, b.ClaimedProducer);
                w.Integer("count"u8, b.Count);
                w.Digest("sha256"u8, b.Sha256);
                w.String("why"u8, EntryWords.Quarantine.Of(b.Why));
                break;
            case GapBody b:
                w.Uuid("epoch"u8, b.Epoch);
                w.Integer("from"u8, b.From);
                w.String("producer"u8, b.Producer);
                w.OptionalInteger("through"u8, b.Through);
                w.String("why"u8, b.NotClosed ? "not_closed" : "missing");
                break;
            case AnchorBody b:
                WriteAnchor(ref w, b);
                break;
            case KeyBody b:
                w.String("from"u8, b.From);
                w.String("reason"u8, b.Reason);
                w.String("to"u8, b.To);
                break;
            case VerificationBody b:
                w.Integer("findings"u8, b.Findings);
                w.Digest("report_sha256"u8, b.ReportSha256);
                w.String("result"u8, b.Result);
                w.Digest("root"u8, b.Root);
                w.Base64("sig"u8, b.Sig.Span);
                w.Integer("through_seq"u8, b.ThroughSeq);
                w.String("verifier"u8, b.Verifier);
                break;
            case RecoveryBody b:
                w.Digest("sha256"u8, b.Sha256);
                w.String("what"u8, b.What);
                break;
            case HeartbeatBody b:
                w.Integer("interval_seconds"u8, b.IntervalSeconds);
                break;
            case EndBody:
                break;
            case SealBody b:
                w.Integer("epoch"u8, b.Epoch);
                w.Digest("head_mac"u8, b.HeadMac);
                w.Digest("prev_segment"u8, b.PrevSegment);
                w.Integer("segment"u8, b.Segment);
                if (b.StateSha256 is { } state)
                {
                    w.Digest("state_sha256"u8, state);
                }

                break;
            default:
                throw new ArgumentException("Not an entry type of this format.", nameof(body));
        }

        w.EndObject();
    }

    private static void WriteGenesis(ref CanonicalWriter w, GenesisBody b)
    {
        WriteAnchors(ref w, b.Settings.Anchors);
        w.String("checkpoint_vkey"u8, b.CheckpointVkey);
        w.Time("created_at"u8, b.CreatedAt);
        w.Integer("dedupe_days"u8, b.Settings.DedupeDays);
        w.String("format"u8, GenesisBody.Format);
        w.Integer("gap_after_seconds"u8, b.Settings.GapAfterSeconds);
        w.String("key_id"u8, b.KeyId);
        w.String("log_id"u8, b.LogId);
        w.Integer("max_merge_delay_seconds"u8, b.Settings.MaxMergeDelaySeconds);
        if (b.Previous is { } previous)
        {
            w.Key("previous"u8);
            w.BeginObject();
            w.String("log_id"u8, previous.LogId);
            w.Digest("root"u8, previous.Root);
            w.Integer("size"u8, previous.Size);
            w.EndObject();
        }

        w.Integer("retain_days"u8, b.Settings.RetainDays);
        w.String("slot_mode"u8, b.SlotMode);
        w.String("storage"u8, b.Storage);
    }

    private static void WriteAnchors(ref CanonicalWriter w, AnchorSettings anchors)
    {
        w.Key("anchors"u8);
        w.BeginObject();
        w.Integer("idle_seconds"u8, anchors.IdleSeconds);
        w.Integer("max_lag_seconds"u8, anchors.MaxLagSeconds);
        w.Integer("required"u8, anchors.Required);
        w.Key("tsas"u8);
        w.BeginArray();
        foreach (var tsa in anchors.Tsas)
        {
            w.BeginObject();
            w.String("name"u8, tsa.Name);
            w.Digest("roots_sha256"u8, tsa.RootsSha256);
            w.EndObject();
        }

        w.EndArray();
        w.EndObject();
    }

    private static void WriteSealedKey(ref CanonicalWriter w, SealedKey? key)
    {
        if (key is null)
        {
            return;
        }

        w.Key("sealed_key"u8);
        w.BeginObject();
        w.String("alg"u8, SealedKey.RsaOaepSha256);
        w.Base64("ciphertext"u8, key.Ciphertext.Span);
        w.Digest("recipient"u8, key.Recipient);
        w.Base64("sig"u8, key.Sig.Span);
        w.EndObject();
    }

    private static void WriteAnchor(ref CanonicalWriter w, AnchorBody b)
    {
        if (b.Certs.Count > 0)
        {
            w.Key("certs"u8);
            w.BeginArray();
            foreach (var cert in b.Certs)
            {
                w.Base64(cert.Span);
            }

            w.EndArray();
        }

        w.Time("gen_time"u8, b.GenTime);
        w.Hex("nonce"u8, b.Nonce.Span);
        w.String("policy"u8, b.Policy);
        w.Time("received_at"u8, b.ReceivedAt);
        w.Time("requested_at"u8, b.RequestedAt);
        w.Hex("root"u8, b.Root.Span);
        w.Base64("token"u8, b.Token.Span);
        w.Integer("tree_size"u8, b.TreeSize);
        w.String("tsa"u8, b.Tsa);
    }
}
