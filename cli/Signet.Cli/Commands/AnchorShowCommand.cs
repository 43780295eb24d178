using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Ledger;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;

namespace Signet.Cli.Commands;

/// <summary><c>signet anchor show LOG</c>: every time-stamp that a log holds.</summary>
internal static class AnchorShowCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the anchors as JSON." };
        var log = new LogArguments();
        var command = new Command("show", "List the time-stamps of a log. `anchor verify` checks them.") { json };
        log.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var source = await log.OpenAsync(parsed, cancellationToken);
            var walk = new EntryWalk(source);
            var anchors = new List<(long Seq, AnchorBody Body, DateTimeOffset? Expires)>();
            await foreach (var stored in walk.ReadAsync(cancellationToken))
            {
                if (stored.Entry.Body is AnchorBody body)
                {
                    anchors.Add((stored.Entry.Seq, body with { Token = default, Certs = [] }, AnchorLifetime.ExpiresAt(body.Token)));
                }
            }

            var basis = walk.Basis();
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json(anchors, basis) : Text(anchors, basis));
            return basis.Agrees is false ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static string Text(List<(long Seq, AnchorBody Body, DateTimeOffset? Expires)> anchors, EntryBasis basis) => TextTable.Of(
        ["entry", "authority", "size", "stamped", "certificate lapses"],
        [
            .. anchors.Select(IReadOnlyList<string> (item) =>
            [
                item.Seq.ToString(CultureInfo.InvariantCulture), item.Body.Tsa, item.Body.TreeSize.ToString(CultureInfo.InvariantCulture), LedgerText.FormatTime(item.Body.GenTime),
                item.Expires?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unknown",
            ]),
        ]) + "\n\n" + BasisOutput.Text(basis);

    private static string Json(List<(long Seq, AnchorBody Body, DateTimeOffset? Expires)> anchors, EntryBasis basis) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-anchor-list/1",
        ["basis"] = BasisOutput.Json(basis),
        ["anchors"] = new JsonArray([.. anchors.Select(item => new JsonObject
        {
            ["seq"] = item.Seq,
            ["tsa"] = item.Body.Tsa,
            ["tree_size"] = item.Body.TreeSize,
            ["root"] = Convert.ToHexStringLower(item.Body.Root.Span),
            ["stamped_at"] = LedgerText.FormatTime(item.Body.GenTime),
            ["certificate_expires_at"] = item.Expires?.UtcDateTime,
        })]),
    });
}
