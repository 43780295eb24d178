using System.Globalization;
using System.Text;
using Signet.Shared.Terminal;

namespace Signet.Cli.Reports;

/// <summary>A report as Markdown. What others wrote is made plain text: no link, no markup, no line of its own.</summary>
internal static class ReportMarkdown
{
    private const string Special = "\\`*_{}[]()#+-.!|~:";

    public static string Of(ReportDocument document)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escape(document.Title)).Append("\n\n| | |\n|---|---|\n");
        foreach (var (name, value) in document.Facts)
        {
            text.Append("| ").Append(Escape(name)).Append(" | ").Append(Escape(value)).Append(" |\n");
        }

        foreach (var table in document.Tables)
        {
            text.Append("\n## ").Append(Escape(table.Title)).Append('\n');
            if (table.Note.Length > 0)
            {
                text.Append('\n').Append(Escape(table.Note)).Append('\n');
            }

            text.Append(table.Rows.Count == 0 ? "\nNone.\n" : Rows(table));
        }

        return text.ToString();
    }

    private static string Rows(ReportTable table)
    {
        var text = new StringBuilder("\n");
        text.Append("| ").AppendJoin(" | ", table.Heads.Select(Escape)).Append(" |\n|");
        text.AppendJoin("|", table.Rows[0].Select(cell => cell is long ? "---:" : "---")).Append("|\n");
        foreach (var row in table.Rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(cell => Escape(Convert.ToString(cell, CultureInfo.InvariantCulture)!))).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in SafeText.Of(text))
        {
            if (character is '<' or '>' or '&')
            {
                escaped.Append(character switch { '<' => "&lt;", '>' => "&gt;", _ => "&amp;" });
                continue;
            }

            if (Special.Contains(character, StringComparison.Ordinal) && !(character is '-' or '.' or ':' or '_' or '+' && !IsRisky(text)))
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Signs that are ordinary in times and names are left alone where nothing could be made of them.</summary>
    private static bool IsRisky(string text) =>
        text.Contains("__", StringComparison.Ordinal) || text.Contains("//", StringComparison.Ordinal) || text.StartsWith('-') || text.StartsWith('+') ||
        text.Contains("www.", StringComparison.OrdinalIgnoreCase) || text.StartsWith('_') || text.EndsWith('_') || text.Contains('@', StringComparison.Ordinal);
}
