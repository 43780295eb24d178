using System.Security.Cryptography.X509Certificates;

namespace Signet.Ledger.Anchors;

/// <summary>How long a token is backed by a certificate that is still valid.</summary>
public static class AnchorLifetime
{
    /// <summary>
    /// When the certificate of the token's signer lapses; null for octets that are no token.
    /// The token still verifies as of its own time after that; who relies on it then relies on the keys never having got out since.
    /// </summary>
    public static DateTimeOffset? ExpiresAt(ReadOnlyMemory<byte> token)
    {
        try
        {
            TimestampToken parsed = TimestampToken.Read(token);
            using X509Certificate2 signer = X509CertificateLoader.LoadCertificate(SignerCertificate.Find(parsed).Der.Span);
            return new DateTimeOffset(signer.NotAfter.ToUniversalTime());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }
}
