using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Signet.Ledger.Anchors;

/// <summary>Builds the chain from a signer to a pinned root, as of the token's time and without the network.</summary>
internal static class TsaChain
{
    /// <exception cref="AnchorRefusedException">There is no such chain.</exception>
    public static ValidChain Build(
        X509Certificate2 signer, IEnumerable<ReadOnlyMemory<byte>> intermediates, TsaTrust trust, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        X509ChainPolicy policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        // The platform would ask the network, or take what it cached. A verdict must come out the same offline and years later: the
        // lists that are given are read here, and nothing else.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = at.UtcDateTime;
        policy.ApplicationPolicy.Add(new Oid(Oids.TimeStamping));
        try
        {
            foreach (ReadOnlyMemory<byte> root in trust.Roots)
            {
                policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(root.Span));
            }

            foreach (ReadOnlyMemory<byte> der in intermediates)
            {
                policy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(CertificateFields.Read(der).Der.Span));
            }

            if (!chain.Build(signer) || !EndsInPinnedRoot(chain, trust))
            {
                throw new AnchorRefusedException(AnchorReason.UntrustedChain, "no chain to a pinned root was valid at the token's time");
            }

            RequireFitSignatures(chain);
            return new ValidChain(
                [.. chain.ChainElements.Select(element => X509CertificateLoader.LoadCertificate(element.Certificate.RawDataMemory.Span))],
                trust.RevocationLists);
        }
        finally
        {
            Dispose(policy.CustomTrustStore);
            Dispose(policy.ExtraStore);
            Dispose(chain.ChainElements.Select(element => element.Certificate));
        }
    }

    private static bool EndsInPinnedRoot(X509Chain chain, TsaTrust trust)
    {
        ReadOnlyMemory<byte> last = chain.ChainElements[^1].Certificate.RawDataMemory;
        return trust.Roots.Any(root => root.Span.SequenceEqual(last.Span));
    }

    /// <summary>The platform lets SHA-1 through below a trusted root; a root's own signature decides nothing.</summary>
    private static void RequireFitSignatures(X509Chain chain)
    {
        for (int i = 0; i < chain.ChainElements.Count - 1; i++)
        {
            _ = CertificateFields.Read(chain.ChainElements[i].Certificate.RawDataMemory).SignatureAlgorithm.ToScheme(digest: null);
        }
    }

    private static void Dispose(IEnumerable<X509Certificate2> certificates)
    {
        foreach (X509Certificate2 certificate in certificates)
        {
            certificate.Dispose();
        }
    }
}
