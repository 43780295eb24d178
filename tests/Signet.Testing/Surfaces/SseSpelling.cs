using System.Text;
using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>
/// Writes the same events in ever other octets, as the WHATWG HTML standard allows: CR, LF and CRLF mixed, a byte order mark, comments,
/// <c>id</c> and <c>retry</c>, data in several lines, unknown fields.
/// </summary>
public sealed class SseSpelling(Random random)
{
    private static readonly string[] Ends = ["\n", "\r", "\r\n"];
    private static readonly string[] Noise = [": comment", ":", "id: 7", "retry: 10", "unknown: field", "data2: x", "id"];

    private readonly JsonSpelling _json = new(random, lines: true);
    private string _end = "\n";

    /// <summary>The plain spelling, as providers write it.</summary>
    public static byte[] Plain(IEnumerable<StreamEvent> events) => Encoding.UTF8.GetBytes(string.Concat(events.Select(item =>
        (item.Name.Length > 0 ? $"event: {item.Name}\n" : "") + $"data: {item.Json?.ToJsonString() ?? StreamEvent.DoneWord}\n\n")));

    public byte[] Write(IEnumerable<StreamEvent> events)
    {
        var output = new StringBuilder(random.Next(2) == 0 ? "\uFEFF" : "");
        foreach (var item in events)
        {
            List<string> lines = [.. Data(item.Json).Select(line => (random.Next(2) == 0 ? "data: " : "data:") + line)];
            lines.Insert(random.Next(lines.Count + 1), Noise[random.Next(Noise.Length)]);
            if (item.Name.Length > 0)
            {
                lines.Insert(random.Next(lines.Count + 1), "event: " + item.Name);
            }

            foreach (var line in lines.Append(""))
            {
                // LF alone after CR would be the second half of one line end.
                _end = Ends[random.Next(line.Length == 0 && _end == "\r" ? 1 : 0, Ends.Length)];
                output.Append(line).Append(_end);
            }
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private string[] Data(JsonNode? json) => json is null ? [StreamEvent.DoneWord] : _json.Write(json).Split('\n');
}
