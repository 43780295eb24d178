using System.Globalization;
using Signet.Cli.Counting;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Cli.Reports;

/// <summary>Says what was collected: what it rests on first, then tables. Names are replaced here and nowhere else.</summary>
internal sealed class ReportBuilder(ReportCollector collected, EntryBasis basis, ReportVerification verification, Pseudonyms? pseudonyms)
{
    private const int MaxRows = 50;

    private static readonly string[] TallyHeads = ["requests", "passed", "refused", "escalated", "redacted", "aborted", "tool calls", "calls denied", "shadow"];

    public ReportDocument Build(DateTimeOffset madeAt, string version) => new(
        $"Decisions of log {basis.LogId}",
        [
            ("Period", PeriodText()),
            ("Made", $"{Time(madeAt)} by signet {version}"),
            ("Entries of the period", Number(collected.Entries)),
            ("Computed from", string.Create(CultureInfo.InvariantCulture, $"entries 0 to {basis.Size - 1} of log {basis.LogId}, tree size {basis.Size}, tree head (SHA-256) {basis.Root}")),
            ("Checkpoint", BasisOutput.Checkpoint(basis)),
            ("Checkpoint key", basis.Head is { } head ? head.Key.ToString() : "none"),
            ("Verified in this run", verification.Text),
            ("Names", pseudonyms switch
            {
                null => "as recorded; an owner that nobody vouched for is what the caller said",
                { IsLinkable: false } => "owners, models, tools, requests, producers and verifiers are pseudonyms of this report alone; reasons are left out",
                _ => "owners, models, tools, requests, producers and verifiers are pseudonyms, the same in all reports under the same key; reasons are left out",
            }),
            ("Policies in force", string.Join(", ", collected.Policies.Items.Select(item => $"{item.Key} ({item.Value.Count})").Take(MaxRows))),
        ],
        [
            Tally("days", "Requests by day", "Days are UTC, by the log's clock.", "day", collected.Days.Items.OrderBy(item => item.Key, StringComparer.Ordinal), name => name),
            Tally("owners", "Decisions by owner", "", "owner", Largest(collected.Owners.Items), name => Name("owner", name)),
            Tally("models", "Decisions by model", "", "model", Largest(collected.Models.Items), name => Name("model", name)),
            Checks(),
            Coverage(),
            Decisions("denials", "Denials", "denial"),
            Decisions("escalations", "Escalations", "escalation"),
            Anchors(),
            Verifications(),
            Gaps(),
            new("quarantine", "Quarantine", "What arrived and can't be an event.", ["why", "count"], [.. collected.Quarantined.Items.Select(IReadOnlyList<object> (item) => [item.Key, item.Value.Count])]),
        ]);

    private static IEnumerable<KeyValuePair<string, DecisionTally>> Largest(IEnumerable<KeyValuePair<string, DecisionTally>> items) =>
        items.OrderByDescending(item => item.Value.Requests).ThenBy(item => item.Key, StringComparer.Ordinal);

    private static ReportTable Tally(
        string id, string title, string note, string head, IEnumerable<KeyValuePair<string, DecisionTally>> items, Func<string, string> name)
    {
        var all = items.ToList();
        return new ReportTable(
            id,
            title,
            all.Count > MaxRows && id != "days" ? $"{note} The first {MaxRows} of {all.Count}.".Trim() : note,
            [head, .. TallyHeads],
            [
                .. all.Take(id == "days" ? int.MaxValue : MaxRows).Select(IReadOnlyList<object> (item) =>
                [
                    name(item.Key), item.Value.Requests, item.Value.Passed, item.Value.Refused, item.Value.Escalated, item.Value.Redacted, item.Value.Aborted,
                    item.Value.Calls, item.Value.CallsDenied, item.Value.Shadow,
                ]),
            ],
            new ReportChart([2, 3, 4]));
    }

    private ReportTable Checks() => new(
        "checks",
        "Decisions by check",
        "Each event counts for the check that decided it; a request has several events.",
        ["check", "allow", "redact", "escalate", "block"],
        [
            .. collected.Checks.Items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(IReadOnlyList<object> (item) =>
            [
                item.Key, item.Value.Decided(EventDecision.Allow), item.Value.Decided(EventDecision.Redact), item.Value.Decided(EventDecision.Escalate),
                item.Value.Decided(EventDecision.Block),
            ]),
        ],
        new ReportChart([1, 2, 3, 4]));

    private ReportTable Coverage() => new(
        "coverage",
        "What the checks saw",
        "Content items. Skipped: its settings leave them out. Unread: it could not read them.",
        ["check", "ran", "did not run", "seen", "skipped", "unread"],
        [
            .. collected.Checks.Items.Where(item => item.Value.Ran + item.Value.NotRun > 0).OrderBy(item => item.Key, StringComparer.Ordinal).Select(
                IReadOnlyList<object> (item) => [item.Key, item.Value.Ran, item.Value.NotRun, item.Value.Seen, item.Value.Skipped, item.Value.Unread]),
        ]);

    private ReportTable Decisions(string id, string title, string kind) => new(
        id,
        title,
        Listed(kind),
        ["entry", "recorded", "phase", "owner", "model", "tool", "check", "reason", "request", "shadow"],
        [
            .. collected.Recent(kind).Last.Select(IReadOnlyList<object> (entry) =>
            {
                var value = ((CommitBody)entry.Body).SignedEvent.Event;
                var details = value.Details!;
                return
                [
                    entry.Seq, Time(entry.RecordedAt), EventWords.Of(value.Phase), Name("owner", Dimension.OwnerOf(details.Owner)),
                    Name("model", details.Request.Model ?? ""), Name("tool", details.Tool?.Name ?? ""), details.Check,
                    pseudonyms is null ? details.Reason : "", Name("request", details.RequestId), details.Shadow ? "yes" : "",
                ];
            }),
        ]);

    private ReportTable Anchors() => new(
        "anchors",
        "Anchors",
        Listed("anchor") + (verification.AnchorsChecked ? " Each was checked against pinned roots in the verification." : " They were not checked in this run."),
        ["entry", "authority", "tree size", "stamped"],
        [
            .. collected.Recent("anchor").Last.Select(IReadOnlyList<object> (entry) =>
                [entry.Seq, ((AnchorBody)entry.Body).Tsa, ((AnchorBody)entry.Body).TreeSize, Time(((AnchorBody)entry.Body).GenTime)]),
        ]);

    private ReportTable Verifications() => new(
        "verifications",
        "Verifications in the log",
        Listed("verification") + " What verifiers reported through the auditor. Each report is signed; the log says that it came, not that it was right.",
        ["entry", "recorded", "verifier", "through entry", "result", "findings", "report SHA-256"],
        [
            .. collected.Recent("verification").Last.Select(IReadOnlyList<object> (entry) =>
            {
                var body = (VerificationBody)entry.Body;
                return [entry.Seq, Time(entry.RecordedAt), Name("verifier", body.Verifier), body.ThroughSeq, body.Result, body.Findings, body.ReportSha256.ToString()];
            }),
        ]);

    private ReportTable Gaps() => new(
        "gaps",
        "Gaps",
        Listed("gap") + " Events that a gateway numbered and that never arrived.",
        ["entry", "recorded", "producer", "epoch", "from", "through", "why"],
        [
            .. collected.Recent("gap").Last.Select(IReadOnlyList<object> (entry) =>
            {
                var gap = (GapBody)entry.Body;
                return
                [
                    entry.Seq, Time(entry.RecordedAt), Name("producer", gap.Producer), gap.Epoch.ToString("D"), gap.From,
                    gap.Through is { } through ? Number(through) : "unknown", gap.NotClosed ? "the epoch was never closed" : "missing",
                ];
            }),
        ]);

    private string Listed(string kind)
    {
        var recent = collected.Recent(kind);
        return recent.Count > ReportCollector.MaxListed ? $"{Number(recent.Count)} in all; the last {ReportCollector.MaxListed}." : $"{Number(recent.Count)} in all.";
    }

    private string Name(string kind, string value) => pseudonyms is null || value is "" or EntryCounts.Others ? value : pseudonyms.Of(kind, value);

    private string PeriodText()
    {
        var (since, until) = (collected.Period.Since, collected.Period.Until);
        var asked = $"{(since is { } from ? Time(from) : "the log's beginning")} to {(until is { } to ? Time(to) : "its end")}";
        return collected is { First: { } first, Last: { } last } ? $"{asked}; entries from {Time(first)} to {Time(last)}" : $"{asked}; no entries";
    }

    private static string Time(DateTimeOffset time) => LedgerText.FormatTime(time);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
