using System.Text;
using System.Text.RegularExpressions;
using Signet.Ledger.Tests.Verification;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>
/// Lines and segments dropped, doubled, swapped, spliced from another log and cut short; entries spelled otherwise: each found in full and
/// keyless against the last checkpoint, as the first finding and where it was done.
/// </summary>
public class StructureCorpusTests
{
    private const string EntryHead = "{\"entry\":";
    private const int TailLength = 74;

    public static TheoryData<string, bool> Logs
    {
        get
        {
            var logs = new TheoryData<string, bool>();
            foreach (var name in new[] { nameof(CorpusLogs.Tiny), nameof(CorpusLogs.Eventless), nameof(CorpusLogs.Small), nameof(CorpusLogs.Rotations) })
            {
                logs.Add(name, true);
                logs.Add(name, false);
            }

            return logs;
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Verify_LineDropped_FoundThere(string name, bool full) => ForEachLine(name, (log, s, lines, i) =>
    {
        var (first, last) = (FirstSeq(log, s), lines.Count - 1);
        var expected = last < 2 ? Expectation.At(FindingKind.MalformedSegment, s)
            : i == last ? Expectation.At(FindingKind.MalformedEntry, s, first + last - 1)
            : i == 0 && Opens(lines[0], s) ? Expectation.At(FindingKind.EpochRegression, s)
            : Expectation.At(FindingKind.SeqGap, s, first + i);
        Check(log, s, [.. lines.Take(i), .. lines.Skip(i + 1)], full, expected, $"line {i} of segment {s} dropped");
    });

    [Theory]
    [MemberData(nameof(Logs))]
    public void Verify_LineDoubled_FoundThere(string name, bool full) => ForEachLine(name, (log, s, lines, i) =>
    {
        // Seals and key entries have places of their own, which the first of two is not at.
        var expected = i == lines.Count - 1 || lines[i].Contains("\"type\":\"key\"}", StringComparison.Ordinal)
            ? Expectation.At(FindingKind.MalformedEntry, s, FirstSeq(log, s) + i)
            : Expectation.At(FindingKind.SeqGap, s, FirstSeq(log, s) + i + 1);
        Check(log, s, [.. lines.Take(i + 1), .. lines.Skip(i)], full, expected, $"line {i} of segment {s} doubled");
    });

    [Theory]
    [MemberData(nameof(Logs))]
    public void Verify_LinesSwapped_FoundThere(string name, bool full) => ForEachLine(name, (log, s, lines, i) =>
    {
        if (i + 1 < lines.Count)
        {
            var expected = i == 0 && Opens(lines[0], s)
                ? Expectation.At(FindingKind.EpochRegression, s)
                : Expectation.At(FindingKind.SeqGap, s, FirstSeq(log, s) + i);
            Check(log, s, [.. lines.Take(i), lines[i + 1], lines[i], .. lines.Skip(i + 2)], full, expected, $"lines {i}, {i + 1} of segment {s} swapped");
        }
    });

    [Fact]
    public void Verify_LineSplicedFromAnotherLog_FoundThere()
    {
        using var other = LogBuilder.Large("log.other", 2);
        ForEachLine(nameof(CorpusLogs.Rotations), (log, s, lines, i) =>
        {
            // The other log has the same entries of the same numbers and times, under keys of its own.
            var foreign = Lines(other.Segments[s])[i];
            var kind = foreign.Contains("\"type\":\"commit\"", StringComparison.Ordinal) ? FindingKind.SignatureInvalid : FindingKind.MacMismatch;
            Check(
                log, s, [.. lines.Take(i), foreign, .. lines.Skip(i + 1)], true, Expectation.At(kind, s, FirstSeq(log, s) + i),
                $"line {i} of segment {s} spliced");
        });
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Verify_SegmentsMissingDoubledSwappedForeignOrEmpty_FoundThere(string name, bool full)
    {
        var log = Log(name);
        using var other = LogBuilder.Large("log.other", 2);
        for (var s = 0; s < log.Segments.Length; s++)
        {
            var last = s == log.Segments.Length - 1;
            Check(
                log, log.With(s, null), full, last ? new Expectation([FindingKind.CheckpointInconsistent], null, seq => seq is null) : Expectation.At(FindingKind.SegmentMissing, s),
                $"segment {s} missing");
            Check(log, log.With(s, []), full, Expectation.At(FindingKind.MalformedSegment, s), $"segment {s} empty");
            Check(log, log.With(s, other.Segments[0]), full, Expectation.At(FindingKind.MalformedSegment, s), $"segment {s} foreign");
            Check(log, [.. log.Segments, log.Segments[s]], full, Expectation.At(FindingKind.MalformedSegment, log.Segments.Length), $"segment {s} behind the last");
            if (!last)
            {
                Check(log, log.With(s, log.Segments[s + 1]), full, Expectation.At(FindingKind.MalformedSegment, s), $"segment {s} doubled");
                byte[]?[] swapped = [.. log.Segments];
                (swapped[s], swapped[s + 1]) = (swapped[s + 1], swapped[s]);
                Check(log, swapped, full, Expectation.At(FindingKind.MalformedSegment, s), $"segments {s}, {s + 1} swapped");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Verify_SegmentCutShortAnywhere_FoundThere(string name, bool full)
    {
        var log = Log(name);
        for (var s = 0; s < log.Segments.Length; s++)
        {
            for (var length = 0; length < log.Segments[s].Length; length++)
            {
                Check(
                    log, log.With(s, log.Segments[s][..length]), full, Expectation.At(FindingKind.MalformedSegment, s),
                    $"segment {s} cut to {length}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Verify_FooterOrSealMissingOrShortened_FoundThere(string name, bool full)
    {
        var log = Log(name);
        for (var s = 0; s < log.Segments.Length; s++)
        {
            var text = Encoding.UTF8.GetString(log.Segments[s]);
            foreach (var member in new[] { "\"mac\":\"[0-9a-f]{64}\",(?=\"root)", "\"root\":\"[0-9a-f]{64}\",", ",\"size\":[0-9]+" })
            {
                var shorter = Regex.Replace(text, member + "(?=[^\n]*\n$)", "", RegexOptions.CultureInvariant);
                Assert.NotEqual(text, shorter);
                Check(log, log.With(s, Encoding.UTF8.GetBytes(shorter)), full, Expectation.At(FindingKind.MalformedSegment, s), $"footer of {s} without {member}");
            }

            var seal = FirstSeq(log, s) + Lines(log.Segments[s]).Count - 1;
            foreach (var member in new[] { "\"epoch\":[0-9]+,(?=\"head_mac)", "\"head_mac\":\"[0-9a-f]{64}\",", "\"prev_segment\":\"[0-9a-f]{64}\",(?=\"segment\":[0-9]+},\"seq)" })
            {
                var shorter = Regex.Replace(text, member, "", RegexOptions.CultureInvariant);
                Assert.NotEqual(text, shorter);
                Check(log, log.With(s, Encoding.UTF8.GetBytes(shorter)), full, Expectation.At(FindingKind.MalformedEntry, s, seal), $"seal of {s} without {member}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Verify_EntrySpelledOtherwise_IsNonCanonical(string name, bool full) => ForEachLine(name, (log, s, lines, i) =>
    {
        var (entry, tail) = (lines[i][EntryHead.Length..^TailLength], lines[i][^TailLength..]);
        string[] spellings =
        [
            entry + " ", " " + entry, entry.Replace("\":\"", "\": \"", StringComparison.Ordinal), "{\n".TrimEnd() + "\t" + entry[1..],
            Regex.Replace(entry, "\"seq\":([0-9]+)", "\"seq\":$1.0", RegexOptions.CultureInvariant),
            Regex.Replace(entry, "\"seq\":([0-9]+)", "\"seq\":$1e0", RegexOptions.CultureInvariant),
            Regex.Replace(entry, "\"seq\":([0-9]+),\"type\":\"([a-z_]+)\"", "\"type\":\"$2\",\"seq\":$1", RegexOptions.CultureInvariant),
            Regex.Replace(entry, "\"type\":\"([a-z])", match => $"\"type\":\"\\u{(int)match.Groups[1].Value[0]:x4}", RegexOptions.CultureInvariant),
            entry.Replace("recorded_at", "recorded\\u005fat", StringComparison.Ordinal),
        ];
        foreach (var spelling in spellings)
        {
            // In some entries the members that a spelling touches stand otherwise.
            if (spelling != entry)
            {
                Check(
                    log, s, [.. lines.Take(i), EntryHead + spelling + tail, .. lines.Skip(i + 1)], full,
                    Expectation.At(FindingKind.NonCanonicalEntry, s, FirstSeq(log, s) + i), $"line {i} of segment {s} as {spelling}");
            }
        }
    });

    private static CorpusLog Log(string name) => (CorpusLog)typeof(CorpusLogs).GetMethod(name)!.Invoke(null, null)!;

    private static void ForEachLine(string name, Action<CorpusLog, int, List<string>, int> check)
    {
        var log = Log(name);
        for (var s = 0; s < log.Segments.Length; s++)
        {
            var lines = Lines(log.Segments[s]);
            for (var i = 0; i < lines.Count; i++)
            {
                check(log, s, lines, i);
            }
        }
    }

    private static List<string> Lines(byte[] segment)
    {
        var lines = Encoding.UTF8.GetString(segment).Split('\n');
        return [.. lines.Skip(1).Take(lines.Length - 3)];
    }

    /// <summary>True for the entry that begins the epoch of a later segment than the first.</summary>
    private static bool Opens(string line, int segment) => segment > 0 && line.Contains("\"type\":\"epoch\"", StringComparison.Ordinal);

    private static long FirstSeq(CorpusLog log, int segment) =>
        long.Parse(Regex.Match(Encoding.UTF8.GetString(log.Segments[segment]), "\"first_seq\":([0-9]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static void Check(CorpusLog log, int segment, IEnumerable<string> lines, bool full, Expectation expected, string what)
    {
        var all = Encoding.UTF8.GetString(log.Segments[segment]).Split('\n');
        var octets = Encoding.UTF8.GetBytes(string.Concat(new[] { all[0] }.Concat(lines).Append(all[^2]).Select(line => line + "\n")));
        Check(log, log.With(segment, octets), full, expected, what);
    }

    private static void Check(CorpusLog log, byte[]?[] segments, bool full, Expectation expected, string what)
    {
        // With the checkpoint in both modes: what only it shows is the end of the log.
        var fault = expected.Fault(log.Walk(segments, full, log.Note));
        Assert.True(fault is null, $"{log.Name}: {what}: {fault}");
    }
}
