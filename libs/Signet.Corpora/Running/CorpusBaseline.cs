using System.Text.Encodings.Web;
using System.Text.Json;

namespace Signet.Corpora.Running;

/// <summary>
/// What an earlier run got wrong, family by family. A run is worse when a case is wrong that wasn't, when a family is no longer covered, or
/// when a family has fewer cases. Reported families don't count.
/// </summary>
public sealed class CorpusBaseline
{
    private const string Format = "signet-corpus-baseline/1";

    private static readonly JsonWriterOptions Writing = new() { Indented = true, Encoder = JavaScriptEncoder.Default };

    private readonly SortedDictionary<string, Entry> _families = new(StringComparer.Ordinal);

    private CorpusBaseline()
    {
    }

    /// <summary>The baseline that a run makes.</summary>
    public static CorpusBaseline Of(CorpusReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var baseline = new CorpusBaseline();
        foreach (var family in Counted(report))
        {
            baseline._families.Add(family.Family.Name, new Entry(family.Cases.Count, [.. family.Wrong.Select(result => result.Case.Id)]));
        }

        return baseline;
    }

    /// <summary>Reads a baseline.</summary>
    /// <exception cref="CorpusException">It is none.</exception>
    public static CorpusBaseline Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var members = new Members(document.RootElement, "format", "families");
            if (members.Required("format") != Format)
            {
                throw new CorpusException("The baseline is of another format.");
            }

            var baseline = new CorpusBaseline();
            foreach (var family in document.RootElement.GetProperty("families").EnumerateObject())
            {
                var entry = new Members(family.Value, "cases", "wrong");
                baseline._families.Add(family.Name, new Entry(entry.Number("cases") ?? 0, entry.Texts("wrong") ?? []));
            }

            return baseline;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new CorpusException("The baseline can't be read.", exception);
        }
    }

    /// <summary>In what a run is worse than this; empty when it is as good or better.</summary>
    /// <returns>Sentences with names of families and cases, never content.</returns>
    public IReadOnlyList<string> Regressions(CorpusReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<string> worse = [];
        var now = Counted(report).ToDictionary(family => family.Family.Name, StringComparer.Ordinal);
        foreach (var (name, entry) in _families)
        {
            if (!now.TryGetValue(name, out var family))
            {
                worse.Add($"{name} is no longer covered");
            }
            else if (family.Cases.Count < entry.Cases)
            {
                worse.Add($"{name} has {family.Cases.Count} cases, and had {entry.Cases}");
            }
        }

        foreach (var family in now.Values)
        {
            var known = _families.TryGetValue(family.Family.Name, out var entry) ? entry.Wrong : [];
            worse.AddRange(family.Wrong.Where(result => !known.Contains(result.Case.Id)).Select(result => family.Family.Sort == FamilySort.Attack
                ? $"{result.Case.Id} is missed"
                : $"{result.Case.Id} is a false positive of {result.Check}"));
        }

        return worse;
    }

    /// <summary>The baseline as UTF-8, the same octets for the same run.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteStartObject("families");
            foreach (var (name, entry) in _families)
            {
                writer.WriteStartObject(name);
                writer.WriteNumber("cases", entry.Cases);
                writer.WriteStartArray("wrong");
                foreach (var id in entry.Wrong)
                {
                    writer.WriteStringValue(id);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
        return output.ToArray();
    }

    private static IEnumerable<FamilyResult> Counted(CorpusReport report) =>
        report.Families.Where(family => family.IsCovered && family.Family.Sort != FamilySort.Reported);

    private sealed record Entry(int Cases, IReadOnlyList<string> Wrong);
}
