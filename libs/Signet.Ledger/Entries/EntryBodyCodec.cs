using Signet.Ledger.Anchors;
using Signet.Ledger.Canonical;
using Signet.Ledger.Events;

namespace Signet.Ledger.Entries;

/// <summary>The member that holds an entry's body, both ways: a pair of functions for each type.</summary>
internal static class EntryBodyCodec
{
    private const string Format = "signet-log/1";
    private const int SignatureOctets = 64;
    private const int MaxTsas = 16;
    private const int MaxTokenOctets = AnchorVerifier.MaxTokenOctets;
    private const int MaxCerts = AnchorVerifier.MaxExtraCertificates;
    private const int MaxVkeyLength = 256;

    private static readonly string[] ProducerAlgs = [EventSignature.Ed25519, EventSignature.Ed25519Tree, "hmac-sha256"];

    public static void Write(ref CanonicalWriter w, EntryBody body)
    {
        w.Key(System.Text.Encoding.ASCII.GetBytes(body.Type));
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
            case CommitBody b:
                b.SignedEvent.WriteMembers(ref w);
                break;
            case QuarantineBody b:
                w.Integer("bytes"u8, b.Bytes);
                w.OptionalString("claimed_producer"u8, b.ClaimedProducer);
                w.Integer("count"u8, b.Count);
                w.Digest("sha256"u8, b.Sha256);
                w.String("why"u8, EntryWords.Of(b.Why));
                break;
            case GapBody b:
                w.String("epoch"u8, b.Epoch.ToString("D"));
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

    /// <summary>Reads the body; after a fault the reader has failed and what is returned means nothing.</summary>
    public static EntryBody Read(string type, MemberReader entry, ReadOnlyMemory<byte> octets)
    {
        if (entry.Failed || !entry.Has(type))
        {
            entry.Fail();
            return new EndBody();
        }

        var m = entry.Object(type);
        EntryBody body;
        switch (type)
        {
            case "genesis":
                body = ReadGenesis(m);
                break;
            case "settings":
                body = new SettingsBody { Settings = ReadSettings(m) };
                break;
            case "epoch":
                body = new EpochBody
                {
                    Epoch = m.Integer("epoch", 1),
                    Writer = m.Identifier("writer"),
                    KeyId = m.Identifier("key_id"),
                    SealedKey = m.OptionalObject("sealed_key", ReadSealedKey),
                };
                break;
            case "producer_key":
                body = ReadProducerKey(m);
                break;
            case "checkpoint_key":
                body = new CheckpointKeyBody
                {
                    From = m.String("from", MaxVkeyLength), To = m.String("to", MaxVkeyLength), Sig = ReadSignature(m),
                };
                break;
            case "commit":
                var signedEvent = SignedEvent.Read(m, octets);
                if (signedEvent is null)
                {
                    m.Fail();
                    return new EndBody();
                }

                return new CommitBody { SignedEvent = signedEvent };
            case "quarantine":
                body = new QuarantineBody
                {
                    Sha256 = m.Digest("sha256"),
                    Bytes = m.Integer("bytes"),
                    Count = m.Integer("count", 1),
                    Why = m.OneOf("why", EntryWords.Quarantine),
                    ClaimedProducer = m.OptionalIdentifier("claimed_producer"),
                };
                break;
            case "gap":
                body = ReadGap(m);
                break;
            case "anchor":
                body = ReadAnchor(m);
                break;
            case "key":
                body = new KeyBody { From = m.Identifier("from"), To = m.Identifier("to"), Reason = m.String("reason", 256) };
                break;
            case "verification":
                body = new VerificationBody
                {
                    ThroughSeq = m.Integer("through_seq"),
                    Root = m.Digest("root"),
                    Result = m.String("result", 32),
                    Findings = m.Integer("findings"),
                    ReportSha256 = m.Digest("report_sha256"),
                    Verifier = m.Identifier("verifier"),
                    Sig = ReadSignature(m),
                };
                break;
            case "recovery":
                body = new RecoveryBody { What = m.String("what", 256), Sha256 = m.Digest("sha256") };
                break;
            case "heartbeat":
                body = new HeartbeatBody { IntervalSeconds = m.Integer("interval_seconds", 60) };
                break;
            case "end":
                body = new EndBody();
                break;
            case "seal":
                body = new SealBody
                {
                    Segment = m.Integer("segment"),
                    Epoch = m.Integer("epoch", 1),
                    HeadMac = m.Digest("head_mac"),
                    PrevSegment = m.Digest("prev_segment"),
                    StateSha256 = m.OptionalDigest("state_sha256"),
                };
                break;
            default:
                m.Fail();
                return new EndBody();
        }

        m.End();
        return body;
    }

    private static void WriteGenesis(ref CanonicalWriter w, GenesisBody b)
    {
        WriteAnchors(ref w, b.Settings.Anchors);
        w.String("checkpoint_vkey"u8, b.CheckpointVkey);
        w.Time("created_at"u8, b.CreatedAt);
        w.Integer("dedupe_days"u8, b.Settings.DedupeDays);
        w.String("format"u8, Format);
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

    private static GenesisBody ReadGenesis(MemberReader m)
    {
        if (m.String("format") != Format)
        {
            m.Fail();
        }

        var slotMode = m.String("slot_mode");
        var storage = m.String("storage");
        if (slotMode is not ("conditional" or "claim") || storage is not ("s3" or "directory"))
        {
            m.Fail();
        }

        return new GenesisBody
        {
            LogId = m.Identifier("log_id"),
            CreatedAt = m.Time("created_at"),
            KeyId = m.Identifier("key_id"),
            CheckpointVkey = m.String("checkpoint_vkey", MaxVkeyLength),
            SlotMode = slotMode,
            Storage = storage,
            Settings = ReadSettings(m),
            Previous = m.OptionalObject("previous", ReadPrevious),
        };
    }

    private static PreviousLog ReadPrevious(MemberReader m)
    {
        var previous = new PreviousLog(m.Identifier("log_id"), m.Integer("size", 1), m.Digest("root"));
        m.End();
        return previous;
    }

    private static LedgerSettings ReadSettings(MemberReader m) => new()
    {
        RetainDays = m.Integer("retain_days"),
        GapAfterSeconds = m.Integer("gap_after_seconds", 1),
        MaxMergeDelaySeconds = m.Integer("max_merge_delay_seconds", 1),
        DedupeDays = m.Integer("dedupe_days", 1),
        Anchors = ReadAnchors(m.Object("anchors")),
    };

    private static AnchorSettings ReadAnchors(MemberReader m)
    {
        var anchors = new AnchorSettings
        {
            Required = m.Integer("required", 0, MaxTsas),
            Tsas = m.ObjectList("tsas", MaxTsas, tsa =>
            {
                var authority = new AnchorAuthority(tsa.Identifier("name"), tsa.Digest("roots_sha256"));
                tsa.End();
                return authority;
            }),
            MaxLagSeconds = m.Integer("max_lag_seconds", 1),
            IdleSeconds = m.Integer("idle_seconds", 60),
        };
        if (anchors.Required > anchors.Tsas.Count)
        {
            m.Fail();
        }

        m.End();
        return anchors;
    }

    private static SealedKey ReadSealedKey(MemberReader m)
    {
        if (m.String("alg") != SealedKey.RsaOaepSha256)
        {
            m.Fail();
        }

        var key = new SealedKey { Recipient = m.Digest("recipient"), Ciphertext = m.Base64("ciphertext", 1024), Sig = ReadSignature(m) };
        m.End();
        return key;
    }

    private static ProducerKeyBody ReadProducerKey(MemberReader m)
    {
        var alg = m.String("alg");
        var publicKey = m.OptionalBase64("public_key", CommitVerifier.PublicKeyOctets);

        // A shared secret has no public part; whatever stood in its place would be a secret in the log.
        var fits = alg == "hmac-sha256" ? publicKey is null : publicKey is { Length: CommitVerifier.PublicKeyOctets };
        if (!ProducerAlgs.Contains(alg) || !fits)
        {
            m.Fail();
        }

        return new ProducerKeyBody
        {
            KeyId = m.Identifier("key_id"),
            Alg = alg,
            PublicKey = publicKey,
            Producer = m.Identifier("producer"),
            Revoked = m.OneOf("status", EntryWords.Either("added", "revoked")),
            NotAfter = m.Has("not_after") ? m.Time("not_after") : null,
            Evidence = m.String("evidence", 1_024),
        };
    }

    private static GapBody ReadGap(MemberReader m)
    {
        var gap = new GapBody
        {
            Producer = m.Identifier("producer"),
            Epoch = m.Uuid7("epoch"),
            From = m.Integer("from"),
            Through = m.OptionalInteger("through"),
            NotClosed = m.OneOf("why", EntryWords.Either("missing", "not_closed")),
        };
        if (gap.Through < gap.From)
        {
            m.Fail();
        }

        return gap;
    }

    private static AnchorBody ReadAnchor(MemberReader m) => new()
    {
        TreeSize = m.Integer("tree_size", 1),
        Root = m.Hex("root", Digest.Size, Digest.Size),
        Tsa = m.Identifier("tsa"),
        Policy = m.String("policy", 256),
        GenTime = m.Time("gen_time"),
        Nonce = m.Hex("nonce", 1, 64),
        RequestedAt = m.Time("requested_at"),
        ReceivedAt = m.Time("received_at"),
        Token = m.Base64("token", MaxTokenOctets),
        Certs = m.Has("certs") ? m.Base64List("certs", MaxCerts, MaxTokenOctets) : [],
    };

    private static ReadOnlyMemory<byte> ReadSignature(MemberReader m)
    {
        var signature = m.Base64("sig", SignatureOctets);
        if (signature.Length != SignatureOctets)
        {
            m.Fail();
        }

        return signature;
    }
}
