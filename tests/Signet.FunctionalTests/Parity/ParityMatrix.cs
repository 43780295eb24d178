using System.Text;
using Signet.Ledger.Events;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>Runs one real request for each cell of a check's table.</summary>
internal static class ParityMatrix
{
    /// <summary>The columns: each surface, unary and, where it has streams, streamed.</summary>
    public static IReadOnlyList<(SurfaceScript Script, bool Streamed)> Columns { get; } =
    [
        .. SurfaceScripts.All.SelectMany(script => script.Streams ? new[] { (script, false), (script, true) } : [(script, false)]),
    ];

    /// <summary>The rows of a check's table, by the names of their places, each with its cells in the order of the columns.</summary>
    public static async Task<IReadOnlyList<(string Row, IReadOnlyList<ParityCell> Cells)>> RunAsync(ParityCheck check)
    {
        await using var gateway = await ParityGateway.StartAsync(check.Policy);
        var rows = check.RequestPlaces.Select(place => (Row: $"request: {place}", Cells: Columns.Select(column =>
                AskAsync(gateway, check, column.Script, column.Streamed, place)).ToArray()))
            .Concat(check.AnswerPlaces.Select(place => (Row: $"answer: {place}", Cells: Columns.Select(column =>
                AskAsync(gateway, check, column.Script, column.Streamed, place)).ToArray())))
            .ToList();
        await Task.WhenAll(rows.SelectMany(row => row.Cells));
        var decisions = gateway.Decisions;
        return [.. rows.Select(row => (row.Row, (IReadOnlyList<ParityCell>)[.. row.Cells.Select(cell => cell.Result(decisions))]))];
    }

    private static async Task<Func<ILookup<string, CommitEvent>, ParityCell>> AskAsync(
        ParityGateway gateway, ParityCheck check, SurfaceScript script, bool streamed, RequestPlace place)
    {
        var what = $"{check.Title}, {script}, {(streamed ? "stream" : "unary")}, request: {place}";
        if (!script.RequestPlaces.Contains(place) || !check.Concerns(script))
        {
            return _ => new ParityCell(CellWords.NoPlace, what);
        }

        var exchange = await gateway.AskAsync(
            script, Prompt.At(place, check.Trigger), new Reply(), streamed, place == RequestPlace.Header ? check.Header : null);
        return decisions => new ParityCell(
            WordOf(check, [.. decisions[exchange.CorrelationId]], exchange, place), $"{what}: {exchange.Status} {exchange.Body}");
    }

    private static async Task<Func<ILookup<string, CommitEvent>, ParityCell>> AskAsync(
        ParityGateway gateway, ParityCheck check, SurfaceScript script, bool streamed, AnswerPlace place)
    {
        var what = $"{check.Title}, {script}, {(streamed ? "stream" : "unary")}, answer: {place}";
        if (!script.Has(place, streamed) || !check.Concerns(script))
        {
            return _ => new ParityCell(CellWords.NoPlace, what);
        }

        // In a stream the trigger comes in three pieces.
        var text = check.Trigger;
        var exchange = await gateway.AskAsync(
            script, new Prompt(), Reply.At(place, text[..2], text[2..4], text[4..]), streamed);
        return decisions => new ParityCell(
            WordOf(check, [.. decisions[exchange.CorrelationId]], exchange, place, streamed), $"{what}: {exchange.Status} {exchange.Body}");
    }

    private static string WordOf(ParityCheck check, List<CommitEvent> events, Exchange exchange, RequestPlace place)
    {
        if (events is [{ Phase: EventPhase.Refused } refused])
        {
            return exchange.Asked is null && refused.Details!.Check == check.Name ? CellWords.Blocked : CellWords.Leaked;
        }

        if (exchange.Asked is null || events[^1].Phase != EventPhase.Completed)
        {
            return CellWords.Lost;
        }

        if (exchange.Asked.Body.Length == 0)
        {
            return check.LooksAtRequest(place) ? CellWords.Passed : CellWords.NotLookedAt;
        }

        var shown = place == RequestPlace.MediaOctets ? Prompt.Encode(check.Trigger) : check.Trigger;
        return Passed(
            check, SeenAnswer.Of(Encoding.UTF8.GetString(exchange.Asked.Body)), shown, events[0], check.LooksAtRequest(place));
    }

    private static string WordOf(ParityCheck check, List<CommitEvent> events, Exchange exchange, AnswerPlace place, bool streamed)
    {
        var shown = place == AnswerPlace.Octets ? Prompt.Encode(check.Trigger) : check.Trigger;
        var shows = exchange.Seen.Shows(shown);
        if (events[^1] is { Phase: EventPhase.Aborted } aborted && aborted.Details!.Check is var by && (by == check.Name || by == "upstream"))
        {
            // The upstream is named where it says itself that it failed, and where it says what nobody knows.
            var isOwn = by == check.Name || aborted.Details.Reason == "upstream_unknown_content";
            return isOwn ? shows ? CellWords.Leaked : streamed ? CellWords.Aborted : CellWords.Blocked
                : Passed(check, exchange.Seen, shown, aborted, check.LooksAtAnswer(place));
        }

        if (events.Any(value => value.Phase == EventPhase.ToolCall && value.Details!.Decision != EventDecision.Allow))
        {
            return shows ? CellWords.Leaked : CellWords.Withheld;
        }

        return events[^1].Phase == EventPhase.Completed
            ? Passed(check, exchange.Seen, shown, events[^1], check.LooksAtAnswer(place))
            : CellWords.Lost;
    }

    /// <summary>What has become of a trigger that went on, to the upstream or to the caller.</summary>
    private static string Passed(ParityCheck check, SeenAnswer seen, string shown, CommitEvent recorded, bool looks)
    {
        if (!seen.Shows(shown))
        {
            return check.Replacement is not null && seen.Shows(check.Replacement) ? CellWords.Redacted : CellWords.Lost;
        }

        var unread = recorded.Details!.Coverage.Any(item => item.Check == check.Name && item.Unread > 0);
        return unread ? CellWords.Unread : looks ? CellWords.Passed : CellWords.NotLookedAt;
    }
}
