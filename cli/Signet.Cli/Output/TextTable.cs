using System.Text;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>A table for a terminal: columns as wide as they have to be, every cell made safe. Numbers stand to the right.</summary>
internal static class TextTable
{
    public static string Of(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var safe = rows.Select(row => row.Select(SafeText.Of).ToList()).ToList();
        var widths = heads.Select((head, i) => safe.Select(row => row[i].Length).Append(head.Length).Max()).ToList();
        var right = heads.Select((_, i) => safe.Count > 0 && safe.All(row => row[i].Length > 0 && row[i].All(char.IsAsciiDigit))).ToList();
        var text = new StringBuilder();
        Line(heads);
        safe.ForEach(Line);
        return text.ToString().TrimEnd();

        void Line(IReadOnlyList<string> cells) => text.Append(string.Join("  ", cells.Select((cell, i) =>
            right[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
    }
}
