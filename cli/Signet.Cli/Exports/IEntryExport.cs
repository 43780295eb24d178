using Signet.Cli.Logs;

namespace Signet.Cli.Exports;

/// <summary>A form that entries are exported in, one after the other.</summary>
internal interface IEntryExport
{
    /// <summary>What stands before the first entry, or null.</summary>
    string? Head { get; }

    /// <summary>The line of an entry; null for an entry that the form has no place for.</summary>
    string? Line(string logId, StoredEntry stored);
}
