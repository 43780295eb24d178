namespace Signet.Ledger.Anchors;

/// <summary>What came of checking a token.</summary>
/// <param name="Reason">The stable code; <see cref="AnchorReason.Accepted"/> and no other counts.</param>
/// <param name="Text">The same for people. It never repeats octets of the token.</param>
public sealed record AnchorVerdict(AnchorReason Reason, string Text)
{
    /// <summary>The verdict on a token that passed every check.</summary>
    public static AnchorVerdict Accepted { get; } = new(AnchorReason.Accepted, "the token is valid");

    /// <summary>Whether the token counts.</summary>
    public bool Ok => Reason == AnchorReason.Accepted;
}
