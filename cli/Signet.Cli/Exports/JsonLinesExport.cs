using Signet.Cli.Logs;

namespace Signet.Cli.Exports;

/// <summary>One JSON object a line, of the schema <c>docs/schemas/signet-export-v1.json</c>.</summary>
internal sealed class JsonLinesExport : IEntryExport
{
    public string? Head => null;

    public string? Line(string logId, StoredEntry stored) => ExportRecord.Json(logId, stored);
}
