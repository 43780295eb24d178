namespace Signet.Cli.Exports;

/// <summary>The forms that there are.</summary>
internal static class EntryExports
{
    public static string[] Names { get; } = ["jsonl", "csv", "cloudevents", "ocsf"];

    public static IEntryExport Named(string name) => name switch
    {
        "jsonl" => new JsonLinesExport(),
        "csv" => new CsvExport(),
        "cloudevents" => new CloudEventsExport(),
        "ocsf" => new OcsfExport(),
        _ => throw new UserErrorException($"--format takes {string.Join(", ", Names)}."),
    };
}
