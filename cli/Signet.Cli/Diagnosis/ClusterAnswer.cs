namespace Signet.Cli.Diagnosis;

/// <summary>What came of a question to the API server: one of the three.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Status">The HTTP status of a refusal.</param>
/// <param name="Fault">Why nobody could be asked.</param>
internal sealed record ClusterAnswer<T>(T? Value, int? Status, Finding? Fault);
