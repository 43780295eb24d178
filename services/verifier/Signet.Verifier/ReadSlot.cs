using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>A slot as it was read.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Octets">What is to be walked; null where nothing is.</param>
/// <param name="Protection">What the store says of it; null where it says nothing.</param>
internal readonly record struct ReadSlot(long Number, ReadOnlyMemory<byte>? Octets, SlotProtection? Protection);
