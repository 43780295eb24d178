using System.Globalization;
using System.Text;

namespace Signet.Cli.Reports;

/// <summary>Horizontal stacked bars as SVG: no script, no style sheet, a title for each part that screen readers say.</summary>
internal static class BarChart
{
    private const int MaxBars = 31;
    private const int MaxLabel = 34;
    private const int BarHeight = 18;
    private const int LabelWidth = 260;
    private const int BarWidth = 600;

    // Told apart without colour too: they differ in lightness.
    private static readonly string[] Colours = ["#8fbf9f", "#b23a48", "#e0a458", "#3d5a80"];

    public static string Of(ReportTable table, ReportChart chart)
    {
        // The last days, or the largest owners.
        var rows = (table.Id == "days" ? table.Rows.TakeLast(MaxBars) : table.Rows.Take(MaxBars)).ToList();
        var most = Math.Max(1, rows.Max(row => chart.Columns.Sum(column => (long)row[column])));
        var height = ((rows.Count + 1) * (BarHeight + 4)) + 4;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg role=\"img\" viewBox=\"0 0 {LabelWidth + BarWidth + 90} {height}\" width=\"100%\" xmlns=\"http://www.w3.org/2000/svg\">");
        svg.Append("<title>").Append(ReportHtml.Encode(table.Title)).Append("</title>");
        for (var i = 0; i < chart.Columns.Count; i++)
        {
            var x = LabelWidth + (i * 120);
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"4\" width=\"12\" height=\"12\" fill=\"{Colours[i]}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 16}\" y=\"14\">{ReportHtml.Encode(table.Heads[chart.Columns[i]])}</text>");
        }

        for (var i = 0; i < rows.Count; i++)
        {
            Append(svg, table, chart, rows[i], (i + 1) * (BarHeight + 4), most);
        }

        return svg.Append("</svg>").ToString();
    }

    private static void Append(StringBuilder svg, ReportTable table, ReportChart chart, IReadOnlyList<object> row, int y, long most)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{LabelWidth - 8}\" y=\"{y + 13}\" text-anchor=\"end\">{ReportHtml.Encode(Shorten((string)row[0]))}</text>");
        var x = (double)LabelWidth;
        var sum = 0L;
        for (var i = 0; i < chart.Columns.Count; i++)
        {
            var value = (long)row[chart.Columns[i]];
            var width = BarWidth * (double)Math.Max(0, value) / most;
            sum += value;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{x:F1}\" y=\"{y}\" width=\"{width:F1}\" height=\"{BarHeight}\" fill=\"{Colours[i]}\"><title>{ReportHtml.Encode(table.Heads[chart.Columns[i]])}: {value}</title></rect>");
            x += width;
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 6:F1}\" y=\"{y + 13}\">{sum}</text>");
    }

    private static string Shorten(string text) => text.EnumerateRunes().Count() <= MaxLabel
        ? text
        : string.Concat(text.EnumerateRunes().Take(MaxLabel - 1).Select(rune => rune.ToString())) + "…";
}
