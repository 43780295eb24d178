namespace Signet.Cli.Diagnosis;

/// <summary>Somebody's clock against this machine's.</summary>
/// <param name="Who">Whose clock.</param>
/// <param name="Ahead">How far it is ahead of this machine's.</param>
/// <param name="Error">How wrong that may be.</param>
internal sealed record ClockReading(string Who, TimeSpan Ahead, TimeSpan Error);
