using CsCheck;
using Signet.Ledger.Canonical;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Events;

namespace Signet.Ledger.Tests.Entries;

/// <summary>Entries of every type within the limits, and the generators that they are made of.</summary>
internal static class EntrySamples
{
    private const string IdentifierStart = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly Gen<byte[]> Signatures = Gen.Byte.Array[64];

    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Gen<DateTimeOffset> Times { get; } =
        Gen.Long[DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    public static Gen<Guid> Uuids { get; } = Gen.Long[0, (1L << 48) - 1].Select(EventSamples.Uuid7);

    public static Gen<Digest> Digests { get; } = Gen.Byte.Array[32].Select(octets => new Digest(octets));

    public static Gen<string> Identifiers { get; } = Gen.Select(
        Gen.Char[IdentifierStart], Gen.String[Gen.Char[IdentifierStart + ".-"], 0, LedgerText.MaxIdentifierLength - 1], (first, rest) => first + rest);

    public static Gen<LedgerSettings> Settings { get; } = Gen.Select(
        Integers(0), Integers(1), Integers(60), Gen.Select(Identifiers, Digests, (n, d) => new AnchorAuthority(n, d)).List[0, 4],
        (days, seconds, idle, tsas) => new LedgerSettings
        {
            RetainDays = days, GapAfterSeconds = seconds, MaxMergeDelaySeconds = seconds, DedupeDays = seconds,
            Anchors = new AnchorSettings { Required = tsas.Count, Tsas = tsas, MaxLagSeconds = seconds, IdleSeconds = idle },
        });

    /// <summary>A body of every type but commit.</summary>
    public static IReadOnlyList<Gen<EntryBody>> Bodies { get; } =
    [
        Gen.Select(Identifiers, Times, Identifiers, Settings, Gen.Select(Identifiers, Integers(1), Digests, (l, s, r) => new PreviousLog(l, s, r)).Null(), Gen.Bool, (log, time, key, settings, previous, flag) => (EntryBody)new GenesisBody
        {
            LogId = log, CreatedAt = time, KeyId = key, CheckpointVkey = VerifierKey.Create(log, new byte[32]).ToString(),
            SlotMode = flag ? "conditional" : "claim", Storage = flag ? "s3" : "directory", Settings = settings, Previous = previous,
        }),
        Settings.Select(settings => (EntryBody)new SettingsBody { Settings = settings }),
        Gen.Select(Integers(1), Identifiers, Identifiers, Gen.Select(Digests, Gen.Byte.Array[0, 1024], Signatures, (r, c, s) => new SealedKey { Recipient = r, Ciphertext = c, Sig = s }).Null(), (epoch, writer, key, sealedKey) => (EntryBody)new EpochBody
        {
            Epoch = epoch, Writer = writer, KeyId = key, SealedKey = sealedKey,
        }),
        Gen.Select(Identifiers, Gen.OneOf("ed25519", "ed25519-tree", "hmac-sha256"), Gen.Byte.Array[32], Gen.Bool, Times.Nullable(), Text(1_024), (id, alg, key, revoked, notAfter, evidence) => (EntryBody)new ProducerKeyBody
        {
            KeyId = id, Alg = alg, PublicKey = alg == "hmac-sha256" ? null : (ReadOnlyMemory<byte>?)key, Producer = id, Revoked = revoked, NotAfter = notAfter, Evidence = evidence,
        }),
        Gen.Select(Text(256), Signatures, (key, sig) => (EntryBody)new CheckpointKeyBody { From = key, To = key, Sig = sig }),
        Gen.Select(Digests, Integers(0), Integers(1), Gen.Enum<QuarantineReason>(), Identifiers.Null(), (sha256, bytes, count, why, producer) => (EntryBody)new QuarantineBody
        {
            Sha256 = sha256, Bytes = bytes, Count = count, Why = why, ClaimedProducer = producer,
        }),
        Gen.Select(Identifiers, Uuids, Integers(0), Integers(0).Nullable(), Gen.Bool, (producer, epoch, from, through, open) => (EntryBody)new GapBody
        {
            Producer = producer, Epoch = epoch, From = from, Through = through < from ? from : through, NotClosed = open,
        }),
        Gen.Select(Integers(1), Digests, Identifiers, Times, Gen.Byte.Array[1, 64], Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 50].List[0, 8], Text(256), (size, root, tsa, time, nonce, token, certs, policy) => (EntryBody)new AnchorBody
        {
            TreeSize = size, Root = root.ToArray(), Tsa = tsa, Policy = policy, GenTime = time, Nonce = nonce, RequestedAt = time, ReceivedAt = time, Token = token,
            Certs = [.. certs.Select(c => (ReadOnlyMemory<byte>)c)],
        }),
        Gen.Select(Identifiers, Identifiers, Text(256), (from, to, reason) => (EntryBody)new KeyBody { From = from, To = to, Reason = reason }),
        Gen.Select(Integers(0), Digests, Text(32), Identifiers, Signatures, (seq, digest, result, verifier, sig) => (EntryBody)new VerificationBody
        {
            ThroughSeq = seq, Root = digest, Result = result, Findings = seq, ReportSha256 = digest, Verifier = verifier, Sig = sig,
        }),
        Gen.Select(Text(256), Digests, (what, sha256) => (EntryBody)new RecoveryBody { What = what, Sha256 = sha256 }),
        Integers(60).Select(seconds => (EntryBody)new HeartbeatBody { IntervalSeconds = seconds }),
        Gen.Const(() => (EntryBody)new EndBody()),
        Gen.Select(Integers(0), Integers(1), Digests, Digests, Digests.Nullable(), (segment, epoch, mac, previous, state) => (EntryBody)new SealBody
        {
            Segment = segment, Epoch = epoch, HeadMac = mac, PrevSegment = previous, StateSha256 = state,
        }),
    ];

    /// <summary>Any entry within the limits.</summary>
    public static Gen<Entry> Any { get; } = Gen.Select(
        Integers(0), Times,
        Gen.OneOf([.. Bodies, EventSamples.Any.Select(e => (EntryBody)new CommitBody { SignedEvent = Sign(e) })]),
        (seq, time, body) => new Entry(seq, time, body));

    /// <summary>Integers of any magnitude within the format.</summary>
    public static Gen<long> Integers(long min) => Gen.OneOf(
        Gen.Long[min, min + 10], Gen.Long[min, CanonicalForm.MaxInteger], Gen.Const(CanonicalForm.MaxInteger));

    /// <summary>Odd text: control characters, quotes, anything in the planes, lone surrogates.</summary>
    public static Gen<string> Text(int max) => Gen.OneOf(
        Gen.String[Gen.Char['\0', '\u007f'], 0, max], Gen.String[Gen.Char, 0, max], Gen.String[Gen.Char['\ud7f0', '\ue010'], 0, max],
        Gen.String[Gen.OneOf('"', '\\', '/', '\n', '\u2028', '\u0000', '\u001f', '\u007f', '\u0080', '\ufeff', '\ufffd'), 0, max]);

    private static Ledger.Events.SignedEvent Sign(Ledger.Events.CommitEvent value)
    {
        using var signer = EventSamples.Signer();
        return signer.Sign(value);
    }
}
