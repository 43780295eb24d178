namespace Signet.Cli.Policies;

/// <summary>What became of a case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fault">What is otherwise than expected; null where nothing is.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Check">By which check.</param>
/// <param name="Reason">Why.</param>
/// <param name="Took">How long it took.</param>
internal sealed record PolicyTestResult(string Name, string? Fault, string Decision, string? Check, string Reason, TimeSpan Took);
