using System.Security.Cryptography;
using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Testing.Auditor;
using Signet.Testing.Storage.Tampering;

namespace Signet.Verifier.Tests.Tampering;

/// <summary>
/// Writes a log of five segments into a store: as its auditor, or as somebody who stole some of the auditor's keys and has to make do with others
/// of his own in place of the rest. The authority that stamps trees is out of everybody's reach.
/// </summary>
internal sealed class Writer : IDisposable
{
    public const string LogId = "tamper.log";
    public const string Tsa = "tsa-1";
    public const int RetainDays = 30;

    public static readonly DateTimeOffset Start = new(2026, 5, 6, 7, 0, 0, TimeSpan.Zero);

    /// <summary>When everything promised must have been kept.</summary>
    public static readonly DateTimeOffset Now = Start.AddHours(3);

    private static readonly byte[] RealSecret = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] RealSeed = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly byte[] OtherSecret = [.. Enumerable.Repeat((byte)3, 32)];
    private static readonly byte[] OtherSeed = [.. Enumerable.Repeat((byte)4, 32)];
    private static readonly byte[] AuthoritySecret = [.. Enumerable.Repeat((byte)5, 32)];

    private readonly CheckpointSigner _signer;
    private readonly ChainKey _key;
    private readonly LogState _state = new();
    private ChainHead _head = ChainHead.Empty;
    private DateTimeOffset _now = Start;

    private Writer(bool rootSecret, bool checkpointKey)
    {
        _signer = new CheckpointSigner(LogId, checkpointKey ? RealSeed : OtherSeed);
        _key = ChainKey.ForEpoch(rootSecret ? RealSecret : OtherSecret, LogId, 1, 0);
    }

    public static Ledger.Verification.LogTrust Trust(bool full)
    {
        using var signer = new CheckpointSigner(LogId, RealSeed);
        return new Ledger.Verification.LogTrust
        {
            LogId = LogId,
            CheckpointKey = signer.VerifierKey,
            RootSecrets = full ? new Dictionary<string, ReadOnlyMemory<byte>> { ["k"] = RealSecret } : new Dictionary<string, ReadOnlyMemory<byte>>(),
            CheckAnchor = anchor => anchor.Token.Span.SequenceEqual(TokenOf(anchor.TreeSize, anchor.Root.Span)) ? null : "not the authority's token",
        };
    }

    /// <summary>The whole log.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="events">The two events.</param>
    /// <param name="gateway">The gateway that signed them.</param>
    /// <param name="segments">How many of the five segments.</param>
    /// <param name="rootSecret">True with the log's root secret, false with another.</param>
    /// <param name="checkpointKey">True with the log's checkpoint key, false with another.</param>
    /// <param name="changed">True to leave out the second event: what an attacker wants to be gone.</param>
    /// <param name="token">The only token there is, which is for the tree of the true log; null for the authority's help.</param>
    public static async Task<AnchorBody> WriteAsync(
        ITamperableStore store, IReadOnlyList<SignedEvent> events, TestEvents gateway, int segments = 5, bool rootSecret = true,
        bool checkpointKey = true, bool changed = false, AnchorBody? token = null)
    {
        using var writer = new Writer(rootSecret, checkpointKey);
        using var signer = new CheckpointSigner(LogId, RealSeed);
        EntryBody[][] bodies =
        [
            [Genesis(signer.VerifierKey), new EpochBody { Epoch = 1, Writer = "w", KeyId = "k" }, Key(gateway)],
            [new CommitBody { SignedEvent = events[0] }],
            changed ? [new HeartbeatBody { IntervalSeconds = 300 }] : [new CommitBody { SignedEvent = events[1] }],
            [],
            [new HeartbeatBody { IntervalSeconds = 300 }],
        ];
        for (var i = 0; i < segments; i++)
        {
            if (i == 3)
            {
                bodies[3] = [token ??= writer.Anchor()];
            }

            await writer.SegmentAsync(store, bodies[i]);
        }

        return token ?? writer.Anchor();
    }

    public void Dispose()
    {
        _signer.Dispose();
        _key.Dispose();
    }

    private static GenesisBody Genesis(VerifierKey key) => new()
    {
        LogId = LogId,
        CreatedAt = Start,
        KeyId = "k",
        CheckpointVkey = key.ToString(),
        SlotMode = "conditional",
        Storage = "s3",
        Settings = new LedgerSettings
        {
            RetainDays = RetainDays,
            GapAfterSeconds = 900,
            MaxMergeDelaySeconds = 60,
            DedupeDays = 7,
            Anchors = new AnchorSettings
            {
                Required = 1,
                Tsas = [new AnchorAuthority(Tsa, Digest.Zero)],
                MaxLagSeconds = 3_600,
                IdleSeconds = 86_400,
            },
        },
    };

    private static ProducerKeyBody Key(TestEvents gateway) => new()
    {
        Producer = gateway.Producer,
        KeyId = gateway.KeyId,
        Alg = gateway.Alg,
        PublicKey = gateway.PublicKey,
        Evidence = "test",
    };

    private static byte[] TokenOf(long size, ReadOnlySpan<byte> root) =>
        HMACSHA256.HashData(AuthoritySecret, (byte[])[.. BitConverter.GetBytes(size), .. root]);

    private AnchorBody Anchor()
    {
        var root = _head.Tree().Root.ToArray();
        return new AnchorBody
        {
            TreeSize = _head.Size,
            Root = root,
            Tsa = Tsa,
            Policy = "1.2.3",
            GenTime = _now,
            Nonce = new byte[16],
            RequestedAt = _now,
            ReceivedAt = _now,
            Token = TokenOf(_head.Size, root),
        };
    }

    private async Task SegmentAsync(ITamperableStore store, EntryBody[] bodies)
    {
        var cancellationToken = Xunit.TestContext.Current.CancellationToken;
        var builder = new SegmentBuilder(LogId, "k", _key, _head);
        foreach (var body in bodies)
        {
            _now += TimeSpan.FromSeconds(1);
            _state.Apply(EntryCodec.Read(builder.Append(body, _now)).Entry!);
        }

        var state = StateCodec.Write(_state, builder.BeforeSeal)!;
        var segment = builder.Seal(Digest.Of(state), _now);
        _state.Apply(EntryCodec.Read(SegmentObject.TryParse(segment.Octets, out var parsed, out _) ? parsed!.Lines[^1].Entry : default).Entry!);
        await store.Segments.CreateSegmentAsync(LogId, segment.Segment, segment.Octets, cancellationToken);
        await store.Derived.PutAsync(LogId, StateCodec.NameOf(segment.Segment), state, cancellationToken);
        await store.Derived.PutAsync(LogId, "checkpoint", _signer.Sign(new Checkpoint(LogId, segment.Head.Size, segment.Root)), cancellationToken);
        _head = segment.Head;
        _key.Ratchet();
    }
}
