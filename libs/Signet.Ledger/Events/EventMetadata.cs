namespace Signet.Ledger.Events;

/// <summary>A further fact of an event.</summary>
/// <param name="Name">At most 64 characters.</param>
/// <param name="Value">At most 2,048 characters; never content.</param>
public sealed record EventMetadata(string Name, string Value);
