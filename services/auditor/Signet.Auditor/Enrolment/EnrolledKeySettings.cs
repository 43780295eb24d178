namespace Signet.Auditor.Enrolment;

/// <summary>One key of <c>Auditor:Enrolment:Keys</c>.</summary>
public sealed class EnrolledKeySettings
{
    /// <summary>The producer.</summary>
    public string Producer { get; set; } = "";

    /// <summary>The name of the key.</summary>
    public string KeyId { get; set; } = "";

    /// <summary><c>ed25519-tree</c>, the default, which gateways sign with, or <c>ed25519</c>, for verifiers.</summary>
    public string Alg { get; set; } = Ledger.Events.EventSignature.Ed25519Tree;

    /// <summary>The Ed25519 public key in base64.</summary>
    public string PublicKey { get; set; } = "";
}
