using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>A slot as it was read.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Content">What is to be walked; null where nothing is.</param>
/// <param name="Protection">What the store says of it; null where it says nothing.</param>
internal readonly record struct ReadSlot(long Number, SegmentOctets? Content, SlotProtection? Protection);
