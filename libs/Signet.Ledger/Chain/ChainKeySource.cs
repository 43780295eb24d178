using Signet.Ledger.Entries;

namespace Signet.Ledger.Chain;

/// <summary>Gives the chain key of an epoch's first segment, from a root secret or a sealed key; whoever asks disposes it.</summary>
/// <param name="epoch">The entry that opens the epoch. It may not be verified yet, so it decides only which key is tried.</param>
/// <param name="segment">The segment that the entry stands in.</param>
/// <returns>Null where no secret for it is known.</returns>
public delegate ChainKey? ChainKeySource(EpochBody epoch, long segment);
