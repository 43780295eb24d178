using Signet.Ledger.Anchors;
using Signet.Ledger.Canonical;
using Signet.Ledger.Events;

namespace Signet.Ledger.Entries;

/// <summary>Reads the member that holds an entry's body: a function for each type, its members in the order of their keys.</summary>
internal static class EntryBodyReader
{
    private const int MaxTsas = 16;
    private const int MaxTokenOctets = AnchorVerifier.MaxTokenOctets;
    private const int MaxCerts = AnchorVerifier.MaxExtraCertificates;
    private const int MaxVkeyLength = 256;

    /// <summary>Reads the body of the type at the reader's place; after a fault the reader has failed and what is returned means nothing.</summary>
    public static EntryBody? Read(ReadOnlySpan<byte> type, ref CanonicalReader reader)
    {
        reader.BeginObject();
        EntryBody? body = type switch
        {
            _ when type.SequenceEqual("anchor"u8) => ReadAnchor(ref reader),
            _ when type.SequenceEqual("checkpoint_key"u8) => ReadCheckpointKey(ref reader),
            _ when type.SequenceEqual("end"u8) => new EndBody(),
            _ when type.SequenceEqual("epoch"u8) => ReadEpoch(ref reader),
            _ when type.SequenceEqual("gap"u8) => ReadGap(ref reader),
            _ when type.SequenceEqual("genesis"u8) => ReadGenesis(ref reader),
            _ when type.SequenceEqual("heartbeat"u8) => ReadHeartbeat(ref reader),
            _ when type.SequenceEqual("key"u8) => ReadKey(ref reader),
            _ when type.SequenceEqual("producer_key"u8) => ReadProducerKey(ref reader),
            _ when type.SequenceEqual("quarantine"u8) => ReadQuarantine(ref reader),
            _ when type.SequenceEqual("recovery"u8) => ReadRecovery(ref reader),
            _ when type.SequenceEqual("seal"u8) => ReadSeal(ref reader),
            _ when type.SequenceEqual("settings"u8) => ReadSettings(ref reader),
            _ when type.SequenceEqual("verification"u8) => ReadVerification(ref reader),
            _ => null,
        };
        if (body is null)
        {
            reader.Fail();
        }

        reader.EndObject();
        return body;
    }

    private static AnchorBody ReadAnchor(ref CanonicalReader r)
    {
        var certs = new List<ReadOnlyMemory<byte>>();
        if (r.TryKey("certs"u8))
        {
            r.BeginArray();
            while (r.NextItem())
            {
                certs.Add(r.Base64(0, MaxTokenOctets));
                if (certs.Count > MaxCerts)
                {
                    r.Fail();
                }
            }

            if (certs.Count == 0)
            {
                r.Fail();
            }
        }

        r.Key("gen_time"u8);
        var genTime = r.Time();
        r.Key("nonce"u8);
        var nonce = r.Hex(1, 64);
        r.Key("policy"u8);
        var policy = r.String(256);
        r.Key("received_at"u8);
        var receivedAt = r.Time();
        r.Key("requested_at"u8);
        var requestedAt = r.Time();
        r.Key("root"u8);
        var root = r.Hex(Digest.Size, Digest.Size);
        r.Key("token"u8);
        var token = r.Base64(0, MaxTokenOctets);
        r.Key("tree_size"u8);
        var treeSize = r.Integer(1);
        r.Key("tsa"u8);
        return new AnchorBody
        {
            TreeSize = treeSize,
            Root = root,
            Tsa = r.Identifier(),
            Policy = policy,
            GenTime = genTime,
            Nonce = nonce,
            RequestedAt = requestedAt,
            ReceivedAt = receivedAt,
            Token = token,
            Certs = certs,
        };
    }

    private static CheckpointKeyBody ReadCheckpointKey(ref CanonicalReader r)
    {
        r.Key("from"u8);
        var from = r.String(MaxVkeyLength);
        var sig = ReadSignature(ref r);
        r.Key("to"u8);
        return new CheckpointKeyBody { From = from, To = r.String(MaxVkeyLength), Sig = sig };
    }

    private static EpochBody ReadEpoch(ref CanonicalReader r)
    {
        r.Key("epoch"u8);
        var epoch = r.Integer(1);
        r.Key("key_id"u8);
        var keyId = r.Identifier();
        var sealedKey = r.TryKey("sealed_key"u8) ? ReadSealedKey(ref r) : null;
        r.Key("writer"u8);
        return new EpochBody { Epoch = epoch, Writer = r.Identifier(), KeyId = keyId, SealedKey = sealedKey };
    }

    private static SealedKey ReadSealedKey(ref CanonicalReader r)
    {
        r.BeginObject();
        r.Key("alg"u8);
        r.Exactly("rsa-oaep-sha256"u8);
        r.Key("ciphertext"u8);
        var ciphertext = r.Base64(0, 1_024);
        r.Key("recipient"u8);
        var recipient = r.Digest();
        var sig = ReadSignature(ref r);
        r.EndObject();
        return new SealedKey { Recipient = recipient, Ciphertext = ciphertext, Sig = sig };
    }

    private static GapBody ReadGap(ref CanonicalReader r)
    {
        r.Key("epoch"u8);
        var epoch = r.Uuid7();
        r.Key("from"u8);
        var from = r.Integer();
        r.Key("producer"u8);
        var producer = r.Identifier();
        var through = r.OptionalInteger("through"u8, from);
        r.Key("why"u8);
        return new GapBody { Producer = producer, Epoch = epoch, From = from, Through = through, NotClosed = r.Either("missing"u8, "not_closed"u8) };
    }

    private static GenesisBody ReadGenesis(ref CanonicalReader r)
    {
        var anchors = ReadAnchors(ref r);
        r.Key("checkpoint_vkey"u8);
        var vkey = r.String(MaxVkeyLength);
        r.Key("created_at"u8);
        var createdAt = r.Time();
        r.Key("dedupe_days"u8);
        var dedupeDays = r.Integer(1);
        r.Key("format"u8);
        r.Exactly("signet-log/1"u8);
        r.Key("gap_after_seconds"u8);
        var gapAfter = r.Integer(1);
        r.Key("key_id"u8);
        var keyId = r.Identifier();
        r.Key("log_id"u8);
        var logId = r.Identifier();
        r.Key("max_merge_delay_seconds"u8);
        var mergeDelay = r.Integer(1);
        var previous = r.TryKey("previous"u8) ? ReadPrevious(ref r) : null;
        r.Key("retain_days"u8);
        var retainDays = r.Integer();
        r.Key("slot_mode"u8);
        var claim = r.Either("conditional"u8, "claim"u8);
        r.Key("storage"u8);
        var directory = r.Either("s3"u8, "directory"u8);
        return new GenesisBody
        {
            LogId = logId,
            CreatedAt = createdAt,
            KeyId = keyId,
            CheckpointVkey = vkey,
            SlotMode = claim ? "claim" : "conditional",
            Storage = directory ? "directory" : "s3",
            Settings = new LedgerSettings
            {
                RetainDays = retainDays,
                GapAfterSeconds = gapAfter,
                MaxMergeDelaySeconds = mergeDelay,
                DedupeDays = dedupeDays,
                Anchors = anchors,
            },
            Previous = previous,
        };
    }

    private static PreviousLog ReadPrevious(ref CanonicalReader r)
    {
        r.BeginObject();
        r.Key("log_id"u8);
        var logId = r.Identifier();
        r.Key("root"u8);
        var root = r.Digest();
        r.Key("size"u8);
        var size = r.Integer(1);
        r.EndObject();
        return new PreviousLog(logId, size, root);
    }

    private static SettingsBody ReadSettings(ref CanonicalReader r)
    {
        var anchors = ReadAnchors(ref r);
        r.Key("dedupe_days"u8);
        var dedupeDays = r.Integer(1);
        r.Key("gap_after_seconds"u8);
        var gapAfter = r.Integer(1);
        r.Key("max_merge_delay_seconds"u8);
        var mergeDelay = r.Integer(1);
        r.Key("retain_days"u8);
        return new SettingsBody
        {
            Settings = new LedgerSettings
            {
                RetainDays = r.Integer(),
                GapAfterSeconds = gapAfter,
                MaxMergeDelaySeconds = mergeDelay,
                DedupeDays = dedupeDays,
                Anchors = anchors,
            },
        };
    }

    private static AnchorSettings ReadAnchors(ref CanonicalReader r)
    {
        r.Key("anchors"u8);
        r.BeginObject();
        r.Key("idle_seconds"u8);
        var idle = r.Integer(60);
        r.Key("max_lag_seconds"u8);
        var maxLag = r.Integer(1);
        r.Key("required"u8);
        var required = r.Integer(0, MaxTsas);
        r.Key("tsas"u8);
        r.BeginArray();
        var tsas = new List<AnchorAuthority>();
        while (r.NextItem())
        {
            r.BeginObject();
            r.Key("name"u8);
            var name = r.Identifier();
            r.Key("roots_sha256"u8);
            tsas.Add(new AnchorAuthority(name, r.Digest()));
            r.EndObject();
            if (tsas.Count > MaxTsas)
            {
                r.Fail();
            }
        }

        r.EndObject();
        if (required > tsas.Count)
        {
            r.Fail();
        }

        return new AnchorSettings { Required = required, Tsas = tsas, MaxLagSeconds = maxLag, IdleSeconds = idle };
    }

    private static HeartbeatBody ReadHeartbeat(ref CanonicalReader r)
    {
        r.Key("interval_seconds"u8);
        return new HeartbeatBody { IntervalSeconds = r.Integer(60) };
    }

    private static KeyBody ReadKey(ref CanonicalReader r)
    {
        r.Key("from"u8);
        var from = r.Identifier();
        r.Key("reason"u8);
        var reason = r.String(256);
        r.Key("to"u8);
        return new KeyBody { From = from, To = r.Identifier(), Reason = reason };
    }

    private static ProducerKeyBody ReadProducerKey(ref CanonicalReader r)
    {
        r.Key("alg"u8);
        var alg = r.String(32);
        r.Key("evidence"u8);
        var evidence = r.String(1_024);
        r.Key("key_id"u8);
        var keyId = r.Identifier();
        DateTimeOffset? notAfter = r.TryKey("not_after"u8) ? r.Time() : null;
        r.Key("producer"u8);
        var producer = r.Identifier();
        ReadOnlyMemory<byte>? publicKey = r.TryKey("public_key"u8)
            ? r.Base64(CommitVerifier.PublicKeyOctets, CommitVerifier.PublicKeyOctets)
            : default(ReadOnlyMemory<byte>?);

        // A shared secret has no public part; whatever stood in its place would be a secret in the log.
        var fits = alg == EventSignature.HmacSha256 ? publicKey is null
            : alg is EventSignature.Ed25519 or EventSignature.Ed25519Tree && publicKey is not null;
        if (!fits)
        {
            r.Fail();
        }

        r.Key("status"u8);
        return new ProducerKeyBody
        {
            KeyId = keyId,
            Alg = alg,
            PublicKey = publicKey,
            Producer = producer,
            Revoked = r.Either("added"u8, "revoked"u8),
            NotAfter = notAfter,
            Evidence = evidence,
        };
    }

    private static QuarantineBody ReadQuarantine(ref CanonicalReader r)
    {
        r.Key("bytes"u8);
        var bytes = r.Integer();
        var producer = r.OptionalIdentifier("claimed_producer"u8);
        r.Key("count"u8);
        var count = r.Integer(1);
        r.Key("sha256"u8);
        var sha256 = r.Digest();
        r.Key("why"u8);
        return new QuarantineBody { Sha256 = sha256, Bytes = bytes, Count = count, Why = r.Word(EntryWords.Quarantine), ClaimedProducer = producer };
    }

    private static RecoveryBody ReadRecovery(ref CanonicalReader r)
    {
        r.Key("sha256"u8);
        var sha256 = r.Digest();
        r.Key("what"u8);
        return new RecoveryBody { What = r.String(256), Sha256 = sha256 };
    }

    private static SealBody ReadSeal(ref CanonicalReader r)
    {
        r.Key("epoch"u8);
        var epoch = r.Integer(1);
        r.Key("head_mac"u8);
        var headMac = r.Digest();
        r.Key("prev_segment"u8);
        var previous = r.Digest();
        r.Key("segment"u8);
        var segment = r.Integer();
        return new SealBody
        {
            Segment = segment,
            Epoch = epoch,
            HeadMac = headMac,
            PrevSegment = previous,
            StateSha256 = r.OptionalDigest("state_sha256"u8),
        };
    }

    private static VerificationBody ReadVerification(ref CanonicalReader r)
    {
        r.Key("findings"u8);
        var findings = r.Integer();
        r.Key("report_sha256"u8);
        var report = r.Digest();
        r.Key("result"u8);
        var result = r.String(32);
        r.Key("root"u8);
        var root = r.Digest();
        var sig = ReadSignature(ref r);
        r.Key("through_seq"u8);
        var throughSeq = r.Integer();
        r.Key("verifier"u8);
        return new VerificationBody
        {
            ThroughSeq = throughSeq,
            Root = root,
            Result = result,
            Findings = findings,
            ReportSha256 = report,
            Verifier = r.Identifier(),
            Sig = sig,
        };
    }

    private static ReadOnlyMemory<byte> ReadSignature(ref CanonicalReader r)
    {
        r.Key("sig"u8);
        return r.Base64(EventSignature.Ed25519Octets, EventSignature.Ed25519Octets);
    }
}
