using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;

namespace Signet.Anchorer;

/// <summary>What came of asking one authority, with what was said on the wire where a token was accepted.</summary>
internal sealed record TsaAnswer(TsaResult Result)
{
    public AnchorVerdict? Verdict { get; init; }

    public AnchorBody? Body { get; init; }

    public ReadOnlyMemory<byte> Request { get; init; }

    public ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>How long the authority asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
