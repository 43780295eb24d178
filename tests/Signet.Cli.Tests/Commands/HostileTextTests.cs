using System.Text.Json.Nodes;
using Signet.Cli.Tests.Remote;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Commands;

/// <summary>A log in which everything that others write would steer a terminal, break a table, or be run by a spreadsheet or a browser.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class HostileTextTests : IDisposable
{
    private const string Hostile = "=\u001b]0;x\u0007\u001b[2J\u202e\u2066\u2028\u200f\u0085\r\n\t<img src=x onerror=alert(1)>|`|[a](javascript:b)\"','\ufeff\ue000";

    private readonly CapturedConsole _console = new();
    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData("audit tail")]
    [InlineData("audit tail --json")]
    [InlineData("audit count --by owner --by model --by check --by tool")]
    [InlineData("audit count --by owner --json")]
    [InlineData("audit report")]
    [InlineData("audit report --json")]
    [InlineData("audit report --anonymise")]
    [InlineData("audit export --format jsonl")]
    [InlineData("audit export --format csv")]
    [InlineData("audit export --format cloudevents")]
    [InlineData("audit export --format ocsf")]
    [InlineData("anchor show")]
    [InlineData("anchor show --json")]
    [InlineData("audit verify --json")]
    public async Task Command_OnAHostileLog_PrintsNothingThatSteers(string line)
    {
        await using var auditor = await FakeAuditor.StartAsync(Entries());
        var words = line.Split(' ');
        Assert.Equal(0, await _console.RunAsync([.. words[..2], auditor.Url, "--vkey", auditor.Vkey, .. words[2..]]));
        AssertSteersNothing(_console.Output);
        AssertSteersNothing(_console.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public async Task Show_OfAHostileEntry_PrintsNothingThatSteers(string option)
    {
        await using var auditor = await FakeAuditor.StartAsync(Entries());
        Assert.Equal(0, await _console.RunAsync(["audit", "show", "1", "--data", auditor.Url, .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        AssertSteersNothing(_console.Output);
    }

    [Fact]
    public async Task Report_OfAHostileLog_HoldsNoElementOfOthers()
    {
        await using var auditor = await FakeAuditor.StartAsync(Entries());
        var (html, markdown) = (_directory.File("r.html"), _directory.File("r.md"));
        Assert.Equal(0, await _console.RunAsync("audit", "report", auditor.Url, "--html", html, "--markdown", markdown));
        var (page, text) = (await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(markdown, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("<img", page + text, StringComparison.Ordinal);
        Assert.DoesNotContain("[a](", text, StringComparison.Ordinal);
        AssertSteersNothing(page);
        AssertSteersNothing(text);

        // A cell more or a line more would be a column or a row of somebody else's.
        var rows = text.Split('\n').Where(row => row.StartsWith("| 1 |", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(11, System.Text.RegularExpressions.Regex.Count(row, @"(?<!\\)(?:\\\\)*\|")));
    }

    [Fact]
    public async Task Export_OfAHostileLog_KeepsTheValuesAsTheyAre()
    {
        await using var auditor = await FakeAuditor.StartAsync(Entries());
        Assert.Equal(0, await _console.RunAsync("audit", "export", auditor.Url, "--kind", "commit"));
        var value = JsonNode.Parse(_console.Output)!;
        Assert.Equal((Hostile, Hostile, Hostile), ((string)value["owner_id"]!, (string)value["model"]!, (string)value["reason"]!));
    }

    public void Dispose()
    {
        _console.Dispose();
        _directory.Dispose();
    }

    private static void AssertSteersNothing(string text)
    {
        AuditReadingTests.AssertHarmless(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal));
        Assert.DoesNotContain(text, character => char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.PrivateUse);
    }

    private static List<byte[]> Entries()
    {
        using var signer = CommitSigner.Create(FakeAuditor.LogId, "gateway.key");
        var value = new CommitEvent
        {
            Id = Guid.CreateVersion7(),
            OccurredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Producer = new ProducerPosition("gateway", Guid.CreateVersion7(), 0),
            Phase = EventPhase.Refused,
            Details = new EventDecisionDetails
            {
                RequestId = Hostile[..40],
                Stage = EventStage.Admission,
                Check = Hostile[..40],
                Decision = EventDecision.Block,
                Reason = Hostile,
                Owner = new EventOwner { Type = "human", Id = Hostile },
                Request = new EventRequest { Method = "POST", Path = "/v1", Surface = Hostile[..40], Model = Hostile, Sha256 = Digest.Of([]), Bytes = 1, Session = Hostile },
                Tool = new EventTool { Name = Hostile, Tier = "unknown", ArgumentsSha256 = Digest.Of([]) },
                PolicySha256 = Digest.Of([]),
                Coverage = [new EventCoverage { Check = Hostile[..40], Decision = EventDecision.Block, Seen = 1 }],
            },
        };
        return
        [
            EntryCodec.Write(new Entry(0, value.OccurredAt, new HeartbeatBody { IntervalSeconds = 60 })),
            EntryCodec.Write(new Entry(1, value.OccurredAt, new CommitBody { SignedEvent = signer.Sign(value) })),
        ];
    }
}
