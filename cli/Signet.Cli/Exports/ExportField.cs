namespace Signet.Cli.Exports;

/// <summary>A column of the flat form of an entry.</summary>
/// <param name="Name">Its name; never changes.</param>
/// <param name="Value">A string, a long, a bool, or null.</param>
internal readonly record struct ExportField(string Name, object? Value);
