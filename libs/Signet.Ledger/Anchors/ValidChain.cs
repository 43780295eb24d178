using System.Security.Cryptography.X509Certificates;

namespace Signet.Ledger.Anchors;

/// <summary>
/// A chain from a signer to a pinned root that was found valid, and when it is: every token of that signer between the two times needs no
/// other. What revocation lists say depends on the token's time and is asked for each.
/// </summary>
internal sealed class ValidChain
{
    private readonly X509Certificate2[] _certificates;
    private readonly RevocationList[][] _lists;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _through;

    /// <param name="certificates">The chain, signer first; kept for as long as this is.</param>
    /// <param name="lists">What is known about revocation; of it counts for each certificate what its issuer signed.</param>
    public ValidChain(X509Certificate2[] certificates, IReadOnlyList<RevocationList> lists)
    {
        _certificates = certificates;
        _from = certificates.Max(certificate => new DateTimeOffset(certificate.NotBefore.ToUniversalTime()));
        _through = certificates.Min(certificate => new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        _lists = lists.Count > 0 ? [.. certificates.SkipLast(1).Select((certificate, i) => ListsFor(certificate, certificates[i + 1], lists))] : [];
    }

    /// <summary>The signer's certificate. Not for use by two threads at a time.</summary>
    public X509Certificate2 Signer => _certificates[0];

    /// <summary>True when all of it is valid at a time. What platforms make of the very first and last moment is theirs to say.</summary>
    public bool IsValidAt(DateTimeOffset time) => _from < time && time < _through;

    /// <exception cref="AnchorRefusedException">A certificate is revoked, or lists are given and none speaks for it.</exception>
    public void RequireNotRevoked(DateTimeOffset at)
    {
        for (int i = 0; i < _lists.Length; i++)
        {
            RevocationStatus.Require(_certificates[i], _lists[i], at);
        }
    }

    private static RevocationList[] ListsFor(X509Certificate2 certificate, X509Certificate2 issuer, IReadOnlyList<RevocationList> lists)
    {
        ReadOnlyMemory<byte> name = CertificateFields.Read(certificate.RawDataMemory).Issuer;
        return [.. lists.Where(list => list.IsOf(name.Span) && list.IsSignedBy(issuer))];
    }
}
