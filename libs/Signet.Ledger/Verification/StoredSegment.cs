namespace Signet.Ledger.Verification;

/// <summary>A segment as it was read from a store.</summary>
/// <param name="Number">The number of its slot.</param>
/// <param name="Octets">The whole object. Must not change until the walk is done with it.</param>
/// <param name="Protection">How the store protects it; null when the store says nothing of that.</param>
public readonly record struct StoredSegment(long Number, ReadOnlyMemory<byte> Octets, SlotProtection? Protection = null);
