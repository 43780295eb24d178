using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Signet.Ledger.Anchors;

/// <summary>The certificate a token's signature is checked with.</summary>
internal static class SignerCertificate
{
    /// <summary>
    /// The embedded certificate that both the SignerInfo and the signed ESSCertID name. Certificates that merely resemble it, or come
    /// from elsewhere than the token, never get a hearing.
    /// </summary>
    public static CertificateFields Find(TimestampToken token)
    {
        bool named = false;
        foreach (ReadOnlyMemory<byte> der in token.Certificates)
        {
            CertificateFields candidate = CertificateFields.Read(der);
            if (!token.Signer.Identifier.Names(candidate))
            {
                continue;
            }

            named = true;
            IReadOnlyList<SigningCertificateAttribute> attributes = token.Signer.Attributes.SigningCertificates;
            if (attributes.Count > 0 && attributes.All(attribute => attribute.Names(candidate)))
            {
                return candidate;
            }
        }

        throw named
            ? new AnchorRefusedException(
                AnchorReason.SignerCertificateMismatch, "the signed certificate identifier is missing or another's")
            : new AnchorRefusedException(AnchorReason.SignerCertificateMissing, "the token does not carry its signer's certificate");
    }

    /// <summary>RFC 3161, section 2.3: one extended key usage, timeStamping alone, critical; and no certification authority.</summary>
    public static void RequireTimestamping(X509Certificate2 certificate)
    {
        if (Only<X509BasicConstraintsExtension>(certificate, Oids.BasicConstraints) is { CertificateAuthority: true })
        {
            throw new AnchorRefusedException(AnchorReason.SignerIsAuthority, "the signer is a certification authority");
        }

        X509EnhancedKeyUsageExtension? extended = Only<X509EnhancedKeyUsageExtension>(certificate, Oids.ExtendedKeyUsage);
        if (extended is not { Critical: true }
            || extended.EnhancedKeyUsages.Count != 1
            || extended.EnhancedKeyUsages[0].Value != Oids.TimeStamping)
        {
            throw new AnchorRefusedException(
                AnchorReason.SignerNotTimestamping, "the signer's extended key usage is not exactly timeStamping and critical");
        }

        const X509KeyUsageFlags Signing = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;
        if (Only<X509KeyUsageExtension>(certificate, Oids.KeyUsage) is { } usage
            && ((usage.KeyUsages & Signing) == 0 || (usage.KeyUsages & ~Signing) != 0))
        {
            throw new AnchorRefusedException(AnchorReason.SignerNotTimestamping, "the signer's key usage is not signing alone");
        }
    }

    /// <summary>Checks the signed digest and the signature over the signed attributes.</summary>
    public static void RequireSignature(TimestampToken token, X509Certificate2 certificate)
    {
        TokenSigner signer = token.Signer;
        byte[] digest = CryptographicOperations.HashData(signer.Digest, token.Content.Span);
        if (!signer.Attributes.MessageDigest.Span.SequenceEqual(digest)
            || !signer.Scheme.Verifies(certificate, signer.Attributes.Encoded.Span, signer.Signature.Span))
        {
            throw new AnchorRefusedException(AnchorReason.SignatureInvalid, "the signature is wrong");
        }
    }

    private static T? Only<T>(X509Certificate2 certificate, string oid)
        where T : X509Extension
    {
        X509Extension[] found = [.. certificate.Extensions.Where(extension => extension.Oid?.Value == oid)];
        return found.Length switch
        {
            0 => null,
            1 when found[0] is T typed => typed,
            _ => throw new AnchorRefusedException(AnchorReason.SignerNotTimestamping, "the signer's certificate has an extension twice"),
        };
    }
}
