using System.Globalization;
using System.Net;
using System.Text;
using Signet.Shared.Terminal;

namespace Signet.Cli.Reports;

/// <summary>A report as one page that stands for itself: no script, nothing fetched from anywhere, charts drawn in the page.</summary>
internal static class ReportHtml
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:75em;padding:0 1em;color:#1c2430;background:#fff}" +
        "table{border-collapse:collapse;margin:.5em 0 1.5em;font-size:13px}th,td{border:1px solid #c9d1dc;padding:.25em .6em;text-align:left;" +
        "vertical-align:top;overflow-wrap:anywhere}th{background:#eef2f7}td.n{text-align:right;font-variant-numeric:tabular-nums}" +
        "svg{display:block;margin:.5em 0}svg text{font:12px system-ui,sans-serif}@media print{body{max-width:none}}";

    public static string Of(ReportDocument document)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
            .Append("<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Append("<title>").Append(Encode(document.Title)).Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n<h1>")
            .Append(Encode(document.Title)).Append("</h1>\n<table>\n");
        foreach (var (name, value) in document.Facts)
        {
            page.Append("<tr><th scope=\"row\">").Append(Encode(name)).Append("</th><td>").Append(Encode(value)).Append("</td></tr>\n");
        }

        page.Append("</table>\n");
        foreach (var table in document.Tables)
        {
            Append(page, table);
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    internal static string Encode(string text) => WebUtility.HtmlEncode(SafeText.Of(text));

    private static void Append(StringBuilder page, ReportTable table)
    {
        page.Append("<h2 id=\"").Append(table.Id).Append("\">").Append(Encode(table.Title)).Append("</h2>\n");
        if (table.Note.Length > 0)
        {
            page.Append("<p>").Append(Encode(table.Note)).Append("</p>\n");
        }

        if (table.Rows.Count == 0)
        {
            page.Append("<p>None.</p>\n");
            return;
        }

        if (table.Chart is { } chart)
        {
            page.Append(BarChart.Of(table, chart)).Append('\n');
        }

        page.Append("<table>\n<tr>").AppendJoin("", table.Heads.Select(head => $"<th scope=\"col\">{Encode(head)}</th>")).Append("</tr>\n");
        foreach (var row in table.Rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(Cell)).Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Cell(object cell) => cell is long number
        ? $"<td class=\"n\">{number.ToString(CultureInfo.InvariantCulture)}</td>"
        : $"<td>{Encode((string)cell)}</td>";
}
