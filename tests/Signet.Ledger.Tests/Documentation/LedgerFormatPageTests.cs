using System.Text;
using System.Text.Json;
using CsCheck;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Chain;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Verification;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Documentation;

/// <summary>Holds docs/ledger-format.md to what the code does: its example, its members, its findings.</summary>
public class LedgerFormatPageTests
{
    public static TheoryData<string> Blocks => new(Example().Keys);

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Page_WorkedExample_IsWhatTheCodeProduces(string block) =>
        Assert.Equal(Example()[block].TrimEnd('\n'), BlockOf(Page(), block));

    [Fact]
    public void Page_EveryMember_IsNamed()
    {
        var page = Page();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var body in EntrySamples.Bodies)
        {
            body.Sample(value => Collect(EntryCodec.Write(new Entry(0, EntrySamples.Noon, value)), names), iter: 20, threads: 1);
        }

        EventSamples.Any.Sample(value => Collect(EventCodec.Write(value), names), iter: 50, threads: 1);
        Collect(EventCodec.Write(EventSamples.Plain()), names);
        Assert.True(names.Count > 100, string.Join(' ', names));
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_EveryFinding_IsNamed()
    {
        var page = Page();
        Assert.All(Enum.GetValues<FindingKind>(), kind => Assert.Contains($"`{new Finding(kind, null, null, "").Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_Limits_AreThoseOfTheCode()
    {
        var page = Page();
        foreach (var limit in new long[]
        {
            Entry.MaxOctets, CommitEvent.MaxOctets, SegmentLimits.MaxEntries, EventLimits.Reason, EventLimits.Path, CanonicalForm.MaxDepth,
            LogVerification.MaxFindings,
        })
        {
            Assert.Contains(limit.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
        }
    }

    internal static IReadOnlyDictionary<string, string> Example()
    {
        using var log = new LogBuilder();
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        Assert.True(SegmentObject.TryParse(log.Segments[0], out var segment, out _));
        var leaves = segment!.Lines.Select(line => MerkleTree.HashLeaf(line.Entry.Span)).ToArray();
        var chainKey = ChainKeyTests.ExpectedKey((LogBuilder.Secret("chain-1"), log.LogId, 1, 0, 0));
        return new Dictionary<string, string>
        {
            ["keys"] = $"""
                log id           {log.LogId}
                root secret      {Convert.ToHexStringLower(LogBuilder.Secret("chain-1"))}
                chain key        {Convert.ToHexStringLower(chainKey)}
                checkpoint seed  {Convert.ToHexStringLower([.. Enumerable.Repeat((byte)1, 32)])}
                checkpoint vkey  {log.FirstKey}
                """,
            ["segment"] = Encoding.UTF8.GetString(log.Segments[0]),
            ["hashes"] = string.Join('\n', leaves.Select((leaf, i) => $"leaf {i}  {leaf}")) +
                $"\nroot    {segment.Footer.Root}\nbefore the footer  {segment.BeforeFooter}\nwhole object       {segment.Whole}",
            ["checkpoint"] = Encoding.UTF8.GetString(log.Note()),
        };
    }

    private static string BlockOf(string page, string name)
    {
        var marker = $"<!-- example: {name} -->\n```text\n";
        var start = page.IndexOf(marker, StringComparison.Ordinal);
        Assert.True(start >= 0, $"no block {name}");
        start += marker.Length;
        return page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    internal static string Page() => File.ReadAllText(Repository.PathOf("docs", "ledger-format.md")).ReplaceLineEndings("\n");

    internal static void Collect(byte[] octets, SortedSet<string> names)
    {
        using var document = JsonDocument.Parse(octets);
        Collect(document.RootElement, names);
    }

    private static void Collect(JsonElement element, SortedSet<string> names)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                names.Add(member.Name);
                Collect(member.Value, names);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, names);
            }
        }
    }
}
