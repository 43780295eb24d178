using System.Globalization;
using Signet.Cli.Logs;
using Signet.Shared.Terminal;

namespace Signet.Cli.Exports;

/// <summary>
/// RFC 4180 with a line of names. Owners and models are whatever callers say: a cell that a spreadsheet would take for a formula gets an apostrophe in
/// front, and characters that steer a terminal are written as escapes.
/// </summary>
internal sealed class CsvExport : IEntryExport
{
    public string? Head => string.Join(',', ExportRecord.Names) + "\r";

    public string? Line(string logId, StoredEntry stored) =>
        string.Join(',', ExportRecord.Fields(logId, stored).Select(field => Cell(field.Value))) + "\r";

    internal static string Cell(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => Text((string)value),
    };

    private static string Text(string value)
    {
        var safe = SafeText.Of(value);
        var cell = safe.AsSpan().TrimStart(" \t") is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || safe.StartsWith('\t') ? "'" + safe : safe;
        return cell.AsSpan().IndexOfAny(",\"\t ") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
