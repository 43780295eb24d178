using System.Security.Cryptography;
using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Signet.Storage.S3;
using Signet.Testing.Storage.S3;
using Xunit;

namespace Signet.Storage.Tests.S3;

/// <summary>The digests that a version comes with are computed from its octets, whatever the store says of them.</summary>
public sealed class S3VersionDigestTests : IDisposable
{
    private const string Log = "log-a";
    private const string Key = "prod/log/log-a/seg/00000000000000000000.ndjson";

    private static readonly DateTimeOffset Start = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private readonly FakeS3Store _fake = new();
    private readonly CheckpointSigner _signer = new(Log, new byte[32]);
    private readonly S3SegmentReader _reader;

    public S3VersionDigestTests() => _reader = new S3SegmentReader(_fake.Open(S3SlotMode.Conditional));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _signer.Dispose();
        _fake.Dispose();
    }

    [Fact]
    public async Task ReadVersion_AnySegment_HasTheDigestsOfItsOctets()
    {
        byte[] octets = Segment();
        _fake.Server.Plant(FakeS3.Locked, Key, octets);

        var read = await ReadAsync();

        Assert.Equal(octets, read.Octets.ToArray());
        Assert.Equal(new Digest(SHA256.HashData(octets)), read.Content.Whole);
        Assert.Equal(new Digest(SHA256.HashData(octets.AsSpan(0, octets.AsSpan(0, octets.Length - 1).LastIndexOf((byte)'\n') + 1))), read.Content.BeforeFooter);
    }

    [Fact]
    public async Task ReadVersion_EveryOctetChangedAndTheChecksumWithIt_IsFoundByTheWalk()
    {
        byte[] octets = Segment();
        _fake.Server.Plant(FakeS3.Locked, Key, octets);
        Assert.Equal(VerificationResult.Clean, Verify(await ReadAsync()));

        for (int i = 0; i < octets.Length; i++)
        {
            byte[] changed = [.. octets];
            changed[i] ^= 1;
            _fake.Server.Plant(FakeS3.Locked, Key, changed);

            var read = await ReadAsync();

            Assert.Equal(new Digest(SHA256.HashData(changed)), read.Content.Whole);
            Assert.NotEqual(VerificationResult.Clean, Verify(read));
        }
    }

    [Fact]
    public async Task ReadVersion_ChecksumOfOtherOctets_ThrowsAndGivesNoDigest()
    {
        _fake.Server.Plant(FakeS3.Locked, Key, Segment());
        _fake.Server.Fault = _ => FakeS3Fault.WrongChecksum;

        await Assert.ThrowsAsync<StoreException>(async () => await ReadAsync());
    }

    [Fact]
    public async Task ReadVersion_WithoutAChecksum_HasTheDigestsOfItsOctets()
    {
        byte[] octets = Segment();
        _fake.Server.Plant(FakeS3.Locked, Key, octets);
        _fake.Server.Fault = _ => FakeS3Fault.NoChecksum;

        Assert.Equal(new Digest(SHA256.HashData(octets)), (await ReadAsync()).Content.Whole);
    }

    private async Task<StoredVersion> ReadAsync() =>
        (await _reader.ReadVersionAsync(Log, 0, _fake.Server.VersionsOf(FakeS3.Locked, Key)[^1].Id, Token))!;

    private VerificationResult Verify(StoredVersion version)
    {
        using var walk = new LogVerification(
            new LogTrust
            {
                LogId = Log,
                CheckpointKey = _signer.VerifierKey,
                RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["k"] = new byte[32] },
            });
        walk.Segments([new StoredSegment(0, version.Content)]);
        return walk.Complete(Start).Result;
    }

    private byte[] Segment()
    {
        using var key = ChainKey.ForEpoch(new byte[32], Log, 1, 0);
        var builder = new SegmentBuilder(Log, "k", key, ChainHead.Empty);
        builder.Append(
            new GenesisBody
            {
                LogId = Log,
                CreatedAt = Start,
                KeyId = "k",
                CheckpointVkey = _signer.VerifierKey.ToString(),
                SlotMode = "conditional",
                Storage = "s3",
                Settings = new LedgerSettings
                {
                    RetainDays = 30,
                    GapAfterSeconds = 900,
                    MaxMergeDelaySeconds = 60,
                    DedupeDays = 7,
                    Anchors = new AnchorSettings { Required = 0, Tsas = [], MaxLagSeconds = 3_600, IdleSeconds = 86_400 },
                },
            },
            Start);
        builder.Append(new EpochBody { Epoch = 1, Writer = "auditor", KeyId = "k" }, Start);
        return builder.Seal(null, Start).Octets.ToArray();
    }
}
