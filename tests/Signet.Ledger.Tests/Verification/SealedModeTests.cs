using System.Security.Cryptography;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Logs whose epochs begin with keys drawn at random and sealed for the verifier.</summary>
public sealed class SealedModeTests : IDisposable
{
    private readonly LogBuilder _log = new();
    private readonly RSA _rsa = RSA.Create(2_048);
    private readonly CheckpointSigner _signer = new(Events.EventSamples.LogId, [.. Enumerable.Repeat((byte)1, 32)]);
    private readonly List<byte[]> _segments = [];

    public SealedModeTests()
    {
        var head = ChainHead.Empty;
        long commits = 0;
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            using var key = SealedEpochKey.Draw(epoch, head.NextSegment);
            for (var segment = 0; segment < 2; segment++)
            {
                var builder = new SegmentBuilder(_log.LogId, "sealed-1", key, head);
                if (epoch == 1 && segment == 0)
                {
                    builder.Append(_log.Genesis() with { KeyId = "sealed-1" }, Now());
                }

                if (segment == 0)
                {
                    builder.Append(
                        new EpochBody
                        {
                            Epoch = epoch,
                            Writer = "auditor-1",
                            KeyId = "sealed-1",
                            SealedKey = SealedEpochKey.Seal(key, _rsa, _signer, builder.LastMac),
                        },
                        Now());
                }

                if (epoch == 1 && segment == 0)
                {
                    builder.Append(_log.Enrol("gateway-1"), Now());
                }

                builder.Append(_log.Commit("gateway-1", commits++), Now());
                var stored = builder.Seal(null, Now());
                _segments.Add(stored.Octets.ToArray());
                head = stored.Head;
                key.Ratchet();
            }
        }
    }

    public void Dispose()
    {
        _log.Dispose();
        _rsa.Dispose();
        _signer.Dispose();
    }

    [Fact]
    public void Verify_WithThePrivateKey_IsFullAndClean()
    {
        var report = LogBuilder.Walk(_segments, Trust(), _log.Now);
        Assert.Empty(report.Findings);
        Assert.True(report.Full);
        Assert.DoesNotContain(report.Notes, note => note.Contains("sealed", StringComparison.Ordinal));
        Assert.Equal([1L, 2L], report.SealedKeys.Keys.Order());
    }

    [Fact]
    public void Verify_AnyMacDigitChanged_Found()
    {
        for (var s = 0; s < _segments.Count; s++)
        {
            var text = System.Text.Encoding.UTF8.GetString(_segments[s]);
            for (var at = text.IndexOf("\"mac\":\"", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\"mac\":\"", at + 1, StringComparison.Ordinal))
            {
                var changed = _segments.Select(segment => segment.ToArray()).ToArray();
                changed[s][at + 9] = changed[s][at + 9] == (byte)'0' ? (byte)'1' : (byte)'0';
                Assert.Equal(VerificationResult.Broken, LogBuilder.Walk(changed, Trust(), _log.Now).Result);
            }
        }
    }

    [Fact]
    public void Verify_WithoutThePrivateKey_SaysWhatWasNotChecked()
    {
        using var stranger = RSA.Create(2_048);
        var report = LogBuilder.Walk(_segments, Trust() with { SealingKeys = [stranger] }, _log.Now);
        Assert.Empty(report.Findings);
        Assert.Equal(2, report.Notes.Count(note => note.Contains("sealed for somebody else", StringComparison.Ordinal)));

        // Secrets that open nothing check nothing, whatever the verifier was given.
        Assert.False(report.Full);
        Assert.True(LogBuilder.Walk(_segments, Trust(), _log.Now).Full);
        Assert.False(LogBuilder.Walk(_segments, Trust() with { SealingKeys = [] }, _log.Now).Full);
    }

    [Fact]
    public void Verify_AnotherSealedKeyThanSeen_IsRolledBack()
    {
        var seen = LogBuilder.Walk(_segments, Trust(), _log.Now).SealedKeys;
        Assert.Empty(LogBuilder.Walk(_segments, Trust() with { SeenSealedKeys = seen }, _log.Now).Findings);
        var other = new Dictionary<long, Digest>(seen) { [2] = Digest.Zero };
        var finding = Assert.Single(LogBuilder.Walk(_segments, Trust() with { SeenSealedKeys = other }, _log.Now).Findings);
        Assert.Equal((FindingKind.RolledBack, 2L), (finding.Kind, finding.Segment!.Value));
    }

    [Fact]
    public void Verify_SealedBySomebodyElse_IsAnUnknownKey()
    {
        using var key = SealedEpochKey.Draw(1, 0);
        using var stranger = new CheckpointSigner(_log.LogId, [.. Enumerable.Repeat((byte)5, 32)]);
        var builder = new SegmentBuilder(_log.LogId, "sealed-1", key, ChainHead.Empty);
        builder.Append(_log.Genesis() with { KeyId = "sealed-1" }, Now());
        builder.Append(
            new EpochBody { Epoch = 1, Writer = "w", KeyId = "sealed-1", SealedKey = SealedEpochKey.Seal(key, _rsa, stranger, builder.LastMac) }, Now());
        var finding = Assert.Single(LogBuilder.Walk([builder.Seal(null, Now()).Octets.ToArray()], Trust(), _log.Now).Findings);
        Assert.Equal((FindingKind.UnknownKey, 1L), (finding.Kind, finding.Seq!.Value));
    }

    [Fact]
    public void Resume_WithinASealedEpoch_OpensItsKeyAgain()
    {
        for (var split = 1; split < _segments.Count; split++)
        {
            using var first = new LogVerification(Trust());
            first.Segments([.. _segments.Take(split).Select((octets, number) => new StoredSegment(number, octets))]);
            first.Complete(_log.Now);
            using var second = LogVerification.Resume(Trust(), first.SaveState())!;
            second.Segments([.. _segments.Skip(split).Select((octets, i) => new StoredSegment(split + i, octets))]);
            var report = second.Complete(_log.Now);
            Assert.Empty(report.Findings);
            Assert.True(report.Full);
        }
    }

    private LogTrust Trust() => new() { LogId = _log.LogId, CheckpointKey = _log.FirstKey, SealingKeys = [_rsa] };

    private DateTimeOffset Now() => _log.Now = _log.Now.AddMinutes(1);
}
