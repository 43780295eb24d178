namespace Signet.Ledger.Anchors;

/// <summary>Carries a refusal from the check that found it to <see cref="AnchorVerifier"/>; it never leaves this folder.</summary>
internal sealed class AnchorRefusedException(AnchorReason reason, string message) : Exception(message)
{
    public AnchorReason Reason { get; } = reason;
}
