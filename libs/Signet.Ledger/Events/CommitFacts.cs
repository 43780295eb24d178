namespace Signet.Ledger.Events;

/// <summary>What the log needs to know of a signed event, and where it stands in the octets that were read.</summary>
/// <param name="Event">Name and identity.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Start">Where the event's octets begin.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct CommitFacts(EventFacts Event, SignatureFacts Signature, int Start, int Length);
