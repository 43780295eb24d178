using System.Security.Cryptography.X509Certificates;

namespace Signet.Ledger.Anchors;

/// <summary>What revocation lists say about one certificate of a chain.</summary>
internal static class RevocationStatus
{
    /// <summary>
    /// Refuses a certificate that a list of its issuer names, unless the token is older and the reason leaves it standing, and one that no
    /// list speaks for. A list that has run out can still say that a certificate is revoked, but no longer that it isn't.
    /// </summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="lists">The lists that its issuer signed.</param>
    /// <param name="at">The token's time.</param>
    public static void Require(X509Certificate2 certificate, IReadOnlyList<RevocationList> lists, DateTimeOffset at)
    {
        CertificateFields fields = CertificateFields.Read(certificate.RawDataMemory);
        bool covered = false;
        foreach (RevocationList list in lists)
        {
            if (list.Find(fields.Serial.Span) is { } revoked && !revoked.LeavesStanding(at))
            {
                throw new AnchorRefusedException(AnchorReason.Revoked, "a certificate of the chain is revoked");
            }

            // Authorities drop certificates from their lists once they have expired.
            covered |= list.ThisUpdate <= certificate.NotAfter && (list.NextUpdate is not { } next || next >= at);
        }

        if (!covered)
        {
            throw new AnchorRefusedException(
                AnchorReason.RevocationUnknown, "no revocation list speaks for a certificate of the chain at the token's time");
        }
    }
}
