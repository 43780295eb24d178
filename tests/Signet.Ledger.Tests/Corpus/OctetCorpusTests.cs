using System.Collections.Concurrent;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>
/// Every octet of every segment of whole logs changed: each change is found against the last checkpoint, in full and keyless, and the first
/// finding is of the kind and at the place that the table says.
/// </summary>
public class OctetCorpusTests
{
    private const int All = 255;

    // What is likeliest to pass for something else: neighbours, another case, digits, letters, structure, controls, no text at all.
    private static readonly byte[] Likely = [.. "09afz\"\\{}:,.- e\n\r"u8, 0x00, 0x7f, 0x80, 0xff];

    private static readonly bool Full = Environment.GetEnvironmentVariable("SIGNET_TEST_FULL") == "1";

    // In how many values' place an octet stands, by default and with the long loops in full.
    public static TheoryData<string, int, int> Logs => new()
    {
        { nameof(CorpusLogs.Tiny), All, All },
        { nameof(CorpusLogs.Eventless), 5, All },
        { nameof(CorpusLogs.Single), 5, All },
        { nameof(CorpusLogs.Small), 5, All },
        { nameof(CorpusLogs.Rotations), 3, 24 },
        { nameof(CorpusLogs.Batch), 3, 24 },
        { nameof(CorpusLogs.Anchored), 3, 24 },
        { nameof(CorpusLogs.Sealed), 3, 24 },
    };

    [Theory]
    [MemberData(nameof(Logs))]
    public void Verify_AnyOctetChanged_FoundAsTheTableSays(string name, int few, int many)
    {
        var values = Full ? many : few;
        var log = (CorpusLog)typeof(CorpusLogs).GetMethod(name)!.Invoke(null, null)!;
        Assert.All([true, false], full => Assert.Equal(VerificationResult.Clean, log.Walk(log.Segments, full).Result));
        var kinds = new ConcurrentDictionary<FindingKind, int>();
        var faults = new ConcurrentQueue<string>();
        for (var s = 0; s < log.Segments.Length; s++)
        {
            var (segment, oracle) = (s, new OctetOracle(log, s));
            Parallel.For(0, log.Segments[s].Length, at =>
            {
                foreach (var value in Values(log.Segments[segment][at], at, values))
                {
                    foreach (var full in new[] { true, false })
                    {
                        var octets = log.Segments[segment].ToArray();
                        octets[at] = value;
                        var report = log.Walk(log.With(segment, octets), full);
                        if (oracle.Expect(at, value, full).Fault(report) is { } fault)
                        {
                            faults.Enqueue($"segment {segment}, octet {at}, {(char)log.Segments[segment][at]} as 0x{value:x2}, full {full}: {fault}");
                        }

                        kinds.AddOrUpdate(report.Findings is [var first, ..] ? first.Kind : FindingKind.EmptyLog, 1, (_, count) => count + 1);
                    }
                }
            });
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name}: {kinds.Values.Sum()} changes; " + string.Join(", ", kinds.OrderBy(kind => kind.Key).Select(kind => $"{kind.Key} {kind.Value}")));
        Assert.True(faults.IsEmpty, $"{faults.Count} faults\n" + string.Join("\n", faults.Take(30)));
    }

    private static IEnumerable<byte> Values(byte original, int at, int count)
    {
        // The likely values take turns from octet to octet, so that each stands beside every part of the format.
        var values = count == All
            ? Enumerable.Range(byte.MinValue, byte.MaxValue + 1).Select(value => (byte)value)
            : Enumerable.Range(0, count - 1).Select(i => Likely[((at * (count - 1)) + i) % Likely.Length]).Append((byte)(original ^ 1)).Distinct();
        return values.Where(value => value != original);
    }
}
