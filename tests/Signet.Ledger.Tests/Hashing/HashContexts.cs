using Signet.Ledger.Hashing;
using Xunit;

namespace Signet.Ledger.Tests.Hashing;

/// <summary>Every kind of SHA-256 that a machine may end up with: whatever holds for one holds for each.</summary>
public static class HashContexts
{
    /// <summary>Names of the kinds that are here.</summary>
    public static TheoryData<string> Kinds =>
        EvpHashContext.IsAvailable ? [nameof(EvpHashContext), nameof(FrameworkHashContext)] : [nameof(FrameworkHashContext)];

    internal static HashContext Create(string kind) => kind == nameof(EvpHashContext) ? new EvpHashContext() : new FrameworkHashContext();
}
