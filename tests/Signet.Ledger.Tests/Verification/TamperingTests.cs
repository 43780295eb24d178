using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Whole lines and segments dropped, doubled, swapped, inserted; keys, epochs and checkpoints misused.</summary>
public class TamperingTests
{
    [Fact]
    public void Verify_LinesDroppedDoubledSwappedOrSpliced_Found()
    {
        using var log = LogBuilder.Large();
        using var other = LogBuilder.Large("log.other", 2);
        var macOnlySplices = 0;
        for (var s = 0; s < log.Segments.Count; s++)
        {
            var lines = Lines(log.Segments[s]);
            var foreign = Lines(other.Segments[s]);
            for (var i = 0; i < lines.Count; i++)
            {
                AssertBroken(log, s, [.. lines.Take(i), .. lines.Skip(i + 1)]);
                AssertBroken(log, s, [.. lines.Take(i + 1), .. lines.Skip(i)]);

                // Where both logs say the same, only the MAC is another; in the last segment only the seal names one, that of the line before it.
                var macOnly = s == log.Segments.Count - 1 && i < lines.Count - 2 && EntryOf(lines[i]) == EntryOf(foreign[i]);
                macOnlySplices += macOnly ? 1 : 0;
                AssertBroken(log, s, [.. lines.Take(i), foreign[i], .. lines.Skip(i + 1)], keyless: !macOnly);
                AssertBroken(log, s, [.. lines.Take(i), foreign[i], .. lines.Skip(i)]);
                if (i + 1 < lines.Count)
                {
                    AssertBroken(log, s, [.. lines.Take(i), lines[i + 1], lines[i], .. lines.Skip(i + 2)]);
                }
            }
        }

        Assert.Equal(1, macOnlySplices);
    }

    [Fact]
    public void Verify_EntryDroppedWithItsLine_IsASeqGapAndLaterFindingsStand()
    {
        using var log = LogBuilder.Small();
        var lines = Lines(log.Segments[1]);
        var report = Walk(log, 1, [.. lines.Take(1), .. lines.Skip(2)], full: true);
        Assert.Equal((FindingKind.SeqGap, 1L), report.Findings.Select(f => (f.Kind, f.Segment!.Value)).Single());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Verify_SegmentsMissingDoubledSwappedOrForeign_Found(bool full)
    {
        using var log = LogBuilder.Large();
        using var other = LogBuilder.Large("log.other", 2);
        for (var s = 0; s < log.Segments.Count; s++)
        {
            var segments = log.Segments.ToArray();
            var missing = segments.Cast<byte[]?>().ToArray();
            missing[s] = null;
            var report = LogBuilder.Walk(missing, log.Trust(full), log.Now, log.Note());
            Assert.Equal(VerificationResult.Broken, report.Result);
            Assert.Equal(s < 4, report.Findings.Any(f => f.Kind == FindingKind.SegmentMissing && f.Segment == s));
            var foreign = segments.ToArray();
            foreign[s] = other.Segments[s];
            Assert.Equal(VerificationResult.Broken, LogBuilder.Walk(foreign, log.Trust(full), log.Now).Result);
            if (s > 0)
            {
                var swapped = segments.ToArray();
                (swapped[s - 1], swapped[s]) = (swapped[s], swapped[s - 1]);
                Assert.Equal(VerificationResult.Broken, LogBuilder.Walk(swapped, log.Trust(full), log.Now).Result);
                var doubled = segments.ToArray();
                doubled[s] = segments[s - 1];
                Assert.Equal(VerificationResult.Broken, LogBuilder.Walk(doubled, log.Trust(full), log.Now).Result);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Verify_TruncatedTail_FoundOnlyAgainstWhatIsKnownFromElsewhere(int kept)
    {
        using var log = LogBuilder.Small();
        var segments = log.Segments.Take(kept).ToArray();
        var alone = LogBuilder.Walk(segments, log.Trust(), log.Now);
        Assert.Equal(VerificationResult.Clean, alone.Result);
        Assert.Contains(alone.Notes, note => note.Contains("trailing segments", StringComparison.Ordinal));
        Assert.Equal(FindingKind.CheckpointInconsistent, Assert.Single(LogBuilder.Walk(segments, log.Trust(), log.Now, log.Note()).Findings).Kind);
        var seen = LogBuilder.Walk(segments, log.Trust() with { LastSeen = log.HeadAfter(2) }, log.Now);
        Assert.Equal(FindingKind.RolledBack, Assert.Single(seen.Findings).Kind);
    }

    [Fact]
    public void Verify_TailRewrittenByTheKeyHolder_ContradictsWhatWasSeen()
    {
        using var log = LogBuilder.Small();
        using var rewritten = LogBuilder.Small();
        rewritten.Segments.RemoveAt(2);
        using var fork = new LogBuilder();
        fork.Segment(fork.Enrol("gateway-1"), fork.Commit("gateway-1", 0));
        fork.Segment(fork.Commit("gateway-1", 1), new HeartbeatBody { IntervalSeconds = 60 });
        fork.NextEpoch();
        fork.Segment(fork.Commit("gateway-1", 2));
        Assert.Equal(VerificationResult.Clean, fork.Verify().Result);
        Assert.Equal(FindingKind.CheckpointInconsistent, Assert.Single(fork.Verify(note: log.Note()).Findings).Kind);
        Assert.Equal(
            FindingKind.RolledBack,
            Assert.Single(LogBuilder.Walk(fork.Segments, fork.Trust() with { LastSeen = log.HeadAfter(1) }, log.Now).Findings).Kind);
    }

    [Fact]
    public void Verify_NoSegment_EmptyLog()
    {
        using var log = LogBuilder.Small();
        Assert.Equal(FindingKind.EmptyLog, Assert.Single(LogBuilder.Walk([], log.Trust(), log.Now).Findings).Kind);
    }

    [Fact]
    public void Verify_FootersShortened_Found()
    {
        using var log = LogBuilder.Small();
        for (var s = 0; s < 3; s++)
        {
            var segments = log.Segments.ToArray();
            segments[s] = segments[s][..(segments[s].AsSpan(0, segments[s].Length - 1).LastIndexOf((byte)'\n') + 1)];
            Assert.Contains(LogBuilder.Walk(segments, log.Trust(), log.Now).Findings, f => f.Kind == FindingKind.MalformedSegment && f.Segment == s);
        }
    }

    [Fact]
    public void Verify_GenesisNamesAnotherCheckpointKey_Found()
    {
        using var log = new LogBuilder { GenesisVkey = VerifierKey.Create("log.example", new byte[32]).ToString() };
        log.Segment();
        Assert.Equal((FindingKind.UnknownKey, 0L), log.Verify().Findings.Select(f => (f.Kind, f.Seq!.Value)).Single());
    }

    [Fact]
    public void Verify_ForgedCheckpoint_Invalid()
    {
        using var log = LogBuilder.Small();
        using var forger = new CheckpointSigner(log.LogId, new byte[32]);
        foreach (var note in new[] { forger.Sign(log.HeadAfter(2)), [], "x"u8.ToArray(), Encoding.UTF8.GetBytes(log.HeadAfter(2).Text + "\n") })
        {
            Assert.Equal(FindingKind.CheckpointInvalid, Assert.Single(log.Verify(note: note).Findings).Kind);
        }
    }

    [Fact]
    public void Verify_SuccessorNotNamedByTheCurrentKey_Unknown()
    {
        using var log = new LogBuilder();
        var rotation = log.RotateCheckpointKey();
        log.Segment(rotation with { Sig = new byte[64] });
        Assert.Equal(
            [FindingKind.UnknownKey, FindingKind.CheckpointInvalid], log.Verify(note: log.Note()).Findings.Select(f => f.Kind));

        // The replaced key names another successor: it has nothing more to say.
        using var twice = new LogBuilder();
        var first = twice.RotateCheckpointKey();
        twice.Segment(first, first);
        Assert.Equal(FindingKind.UnknownKey, Assert.Single(twice.Verify().Findings).Kind);
    }

    [Fact]
    public void Verify_RetiredChainKey_Found()
    {
        using var log = new LogBuilder();
        log.Segment(log.Rotation("chain-2"));
        log.NextEpoch();
        log.Segment();
        log.Segment(new EndBody());
        var kinds = log.Verify().Findings.Select(f => (f.Kind, f.Segment!.Value)).ToList();
        Assert.Contains((FindingKind.KeyRetired, 1L), kinds);
        Assert.Contains((FindingKind.KeyRetired, 2L), kinds);
    }

    [Fact]
    public void Verify_RotationWithoutANewEpochOrInTheMiddle_Found()
    {
        using var log = new LogBuilder();
        log.Segment(log.Rotation("chain-2"), new HeartbeatBody { IntervalSeconds = 60 });
        log.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        var kinds = log.Verify().Findings.Select(f => f.Kind).ToList();
        Assert.Contains(FindingKind.MalformedEntry, kinds);
        Assert.Contains(FindingKind.EpochRegression, kinds);
    }

    [Fact]
    public void Verify_EpochUnderAKeyThatNobodyNamed_Found()
    {
        using var log = new LogBuilder();
        log.Segment();
        log.NextEpoch("chain-2");
        log.Segment();
        Assert.Equal((FindingKind.UnknownKey, 1L), log.Verify().Findings.Select(f => (f.Kind, f.Segment!.Value)).Single());
    }

    [Fact]
    public void Verify_WrongSecret_EveryMacIsWrong()
    {
        using var log = new LogBuilder();
        log.Write([new HeartbeatBody { IntervalSeconds = 60 }], Enumerable.Repeat((byte)0xee, 32).ToArray());
        Assert.All(log.Verify().Findings, f => Assert.Equal(FindingKind.MacMismatch, f.Kind));
        Assert.Equal(log.Head.Size, log.Verify().Findings.Count);
        Assert.Empty(log.Verify(full: false).Findings);
    }

    [Fact]
    public void Verify_NoSecretForTheKey_UnknownKeyAndTheRestGoesOn()
    {
        using var log = LogBuilder.Small();
        var trust = log.Trust() with { RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["other"] = new byte[32] } };
        Assert.All(LogBuilder.Walk(log.Segments, trust, log.Now).Findings, f => Assert.Equal(FindingKind.UnknownKey, f.Kind));
        trust = trust with { RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain-1"] = new byte[8] } };
        Assert.Contains(LogBuilder.Walk(log.Segments, trust, log.Now).Findings, f => f.Kind == FindingKind.UnknownKey);
    }

    [Fact]
    public void Verify_EpochEntryTwiceOrMissing_Found()
    {
        // The second writer of an epoch begins it again.
        using var twice = new LogBuilder();
        twice.Segment();
        twice.Segment(new EpochBody { Epoch = 1, Writer = "auditor-2", KeyId = "chain-1" });
        Assert.Equal(FindingKind.EpochRegression, Assert.Single(twice.Verify().Findings).Kind);

        using var none = new LogBuilder();
        none.WriteRaw([none.Genesis(), new HeartbeatBody { IntervalSeconds = 60 }]);
        Assert.Equal(FindingKind.MalformedEntry, Assert.Single(none.Verify().Findings).Kind);

        using var noGenesis = new LogBuilder();
        noGenesis.WriteRaw([new HeartbeatBody { IntervalSeconds = 60 }]);
        Assert.Contains(noGenesis.Verify().Findings, f => f.Kind == FindingKind.MalformedEntry && f.Seq == 0);
    }

    [Fact]
    public void Verify_EntriesBehindTheEnd_Found()
    {
        using var log = new LogBuilder();
        log.Segment(new EndBody());
        log.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        Assert.Equal(FindingKind.LogEnded, Assert.Single(log.Verify().Findings).Kind);
    }

    [Fact]
    public void Verify_RetentionLowered_Found()
    {
        using var log = new LogBuilder();
        log.Segment(new SettingsBody { Settings = log.Settings with { RetainDays = 29 } });
        Assert.Equal(FindingKind.MalformedEntry, Assert.Single(log.Verify().Findings).Kind);
    }

    [Fact]
    public void Verify_FirstKindOfTheOrderStandsAtOnePlace()
    {
        // A commit whose octets, signature and MAC are all wrong is called by the first of these.
        using var log = LogBuilder.Small();
        var lines = Lines(log.Segments[1]);
        (string From, string To, FindingKind Kind)[] changes =
        [
            ("{\"entry\":", "{\"entri\":", FindingKind.MalformedSegment),
            ("\"shadow\":false", "\"shadow\":11111", FindingKind.MalformedEntry),
            ("\"commit\":{", "\"commit\": {", FindingKind.NonCanonicalEntry),
            ("\"seq\":5,\"type\"", "\"seq\":9,\"type\"", FindingKind.SeqGap),
            ("\"id\":\"ada\"", "\"id\":\"eve\"", FindingKind.SignatureInvalid),
            ("T12:06:00", "T12:06:01", FindingKind.MacMismatch),
        ];
        foreach (var (from, to, kind) in changes)
        {
            Assert.Contains(from, lines[0], StringComparison.Ordinal);
            var report = Walk(log, 1, [lines[0].Replace(from, to, StringComparison.Ordinal), .. lines.Skip(1)], full: true);
            Assert.Equal((kind, 1L), report.Findings.Select(f => (f.Kind, f.Segment!.Value)).Single());
        }
    }

    private static List<string> Lines(byte[] segment)
    {
        var lines = Encoding.UTF8.GetString(segment).Split('\n');
        return [.. lines.Skip(1).Take(lines.Length - 3)];
    }

    private static VerificationReport Walk(LogBuilder log, int segment, IEnumerable<string> lines, bool full, byte[]? note = null)
    {
        var all = Encoding.UTF8.GetString(log.Segments[segment]).Split('\n');
        var segments = log.Segments.ToArray();
        segments[segment] = Encoding.UTF8.GetBytes(string.Concat(new[] { all[0] }.Concat(lines).Append(all[^2]).Select(line => line + "\n")));
        return LogBuilder.Walk(segments, log.Trust(full), log.Now, note);
    }

    private static string EntryOf(string line) => line[..line.LastIndexOf(",\"mac\":", StringComparison.Ordinal)];

    private static void AssertBroken(LogBuilder log, int segment, IReadOnlyList<string> lines, bool keyless = true)
    {
        Assert.Equal(VerificationResult.Broken, Walk(log, segment, lines, full: true).Result);
        Assert.Equal(keyless ? VerificationResult.Broken : VerificationResult.Clean, Walk(log, segment, lines, full: false, log.Note()).Result);
    }
}
