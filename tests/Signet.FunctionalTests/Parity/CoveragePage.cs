using System.Globalization;
using System.Text;

namespace Signet.FunctionalTests.Parity;

/// <summary>Writes docs/coverage.md.</summary>
internal sealed class CoveragePage
{
    private const string Head =
        """
        # What is gated where

        What each check does at each place of each API that signet serves. The tests write this page: every cell is one request through a
        gateway on real sockets, with what triggers the check at that place, and says what really happened. A test fails when a cell
        changes, and when a check has let something pass where it is supposed to look, whatever this page says. To write it again:

            SIGNET_WRITE_DOCS=1 dotnet test --project tests/Signet.FunctionalTests --filter-class '*ParityMatrixTests'

        | Word | Meaning |
        |---|---|
        | blocked | refused, and the refusal is on the record; nothing of it reached the other side |
        | aborted | the stream was cut before it, with an abort frame; the trigger came in pieces |
        | redacted | its characters were replaced; the rest went on |
        | withheld | the tool call was judged, recorded and taken out of the answer |
        | counted unread | it went on, and the record says that the check couldn't read it |
        | not looked at | it went on; the check doesn't look there, by its design |
        | – | the API has no such place, or signet can't make it there |

        "Unknown" is what the API's specification doesn't know. A regular expression, a phrase or a marking is found at a place however the
        API cuts it there; `media address` is the URL of a picture, `media octets` are base64.

        """;

    private readonly StringBuilder _text = new(Head);

    public void Add(ParityCheck check, IReadOnlyList<(string Row, IReadOnlyList<ParityCell> Cells)> rows)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n## {check.Title}\n\n{check.Remark}\n\n| Place |");
        foreach (var (script, streamed) in ParityMatrix.Columns)
        {
            _text.Append(CultureInfo.InvariantCulture, $" `{script}`{(script.Streams ? streamed ? ", streamed" : ", unary" : "")} |");
        }

        _text.Append("\n|---|").Insert(_text.Length, "---|", ParityMatrix.Columns.Count).Append('\n');
        foreach (var (row, cells) in rows)
        {
            _text.Append(CultureInfo.InvariantCulture, $"| {Spaced(row)} | {string.Join(" | ", cells.Select(cell => cell.Word))} |\n");
        }
    }

    public override string ToString() => _text.ToString();

    /// <summary>The name of a place in words.</summary>
    private static string Spaced(string name)
    {
        var words = new StringBuilder();
        foreach (var c in name)
        {
            words.Append(char.IsAsciiLetterUpper(c) && words.Length > 0 && words[^1] != ' ' ? " " : "").Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }
}
