using System.Text.Json.Nodes;
using Signet.Cli.Logs;
using Signet.Cli.Output;

namespace Signet.Cli.Reports;

/// <summary>A report as JSON, of the schema <c>docs/schemas/signet-audit-report-v1.json</c>.</summary>
internal static class ReportJson
{
    public static string Of(ReportDocument document, ReportCollector collected, EntryBasis basis, ReportVerification verification) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-audit-report/1",
        ["basis"] = BasisOutput.Json(basis),
        ["since"] = collected.Period.Since?.UtcDateTime,
        ["until"] = collected.Period.Until?.UtcDateTime,
        ["verification"] = new JsonObject { ["result"] = verification.Result, ["text"] = verification.Text },
        ["facts"] = new JsonArray([.. document.Facts.Select(fact => new JsonObject { ["name"] = fact.Name, ["value"] = fact.Value })]),
        ["tables"] = new JsonArray([.. document.Tables.Select(table => new JsonObject
        {
            ["id"] = table.Id,
            ["title"] = table.Title,
            ["note"] = table.Note,
            ["columns"] = new JsonArray([.. table.Heads.Select(head => (JsonNode)head)]),
            ["rows"] = new JsonArray([.. table.Rows.Select(row => new JsonArray([.. row.Select(cell => cell is long number ? JsonValue.Create(number) : JsonValue.Create((string)cell))]))]),
        })]),
    });
}
