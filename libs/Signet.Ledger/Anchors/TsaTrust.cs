using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Signet.Ledger.Anchors;

/// <summary>One time-stamping authority and what makes a token its own: pinned roots and, where wanted, a policy.</summary>
public sealed class TsaTrust
{
    /// <summary>Creates the trust.</summary>
    /// <param name="name">The authority's name in genesis: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
    /// <param name="roots">The pinned roots, each one certificate in DER; at least one, none twice.</param>
    /// <param name="policy">The only policy accepted, a dotted object identifier; null accepts any.</param>
    /// <param name="intermediates">Certificates between signer and root for an authority whose tokens don't carry them; they are trusted
    /// no more than those in a token.</param>
    /// <exception cref="ArgumentException">A value has another form.</exception>
    public TsaTrust(
        string name,
        IReadOnlyList<ReadOnlyMemory<byte>> roots,
        string? policy = null,
        IReadOnlyList<ReadOnlyMemory<byte>>? intermediates = null)
    {
        ArgumentNullException.ThrowIfNull(roots);
        if (!LedgerText.IsIdentifier(name))
        {
            throw new ArgumentException("The name of a time-stamping authority has another form.", nameof(name));
        }

        if (roots.Count == 0 || !roots.All(IsCertificate))
        {
            throw new ArgumentException("At least one root is needed, and each has to be one certificate in DER.", nameof(roots));
        }

        if (intermediates is not null && !(intermediates.Count <= AnchorVerifier.MaxExtraCertificates && intermediates.All(IsCertificate)))
        {
            throw new ArgumentException("There are too many intermediates, or one is no certificate in DER.", nameof(intermediates));
        }

        if (policy is not null && !IsObjectIdentifier(policy))
        {
            throw new ArgumentException("The policy is no dotted object identifier.", nameof(policy));
        }

        Name = name;
        Policy = policy;
        Roots = [.. roots.Select(root => (ReadOnlyMemory<byte>)root.ToArray())];
        Intermediates = [.. (intermediates ?? []).Select(cert => (ReadOnlyMemory<byte>)cert.ToArray())];
        RootsSha256 = DigestOf(Roots);
    }

    /// <summary>The authority's name.</summary>
    public string Name { get; }

    /// <summary>The pinned roots in DER.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Roots { get; }

    /// <summary>Certificates that complete chains and are chained with an anchor whose token lacks them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Intermediates { get; }

    /// <summary>The only policy accepted, or null for any.</summary>
    public string? Policy { get; }

    /// <summary>
    /// What is known about revoked certificates. Empty: revocation is not looked at. Otherwise a list has to speak for every certificate
    /// of a chain but the root.
    /// </summary>
    public IReadOnlyList<RevocationList> RevocationLists { get; private init; } = [];

    /// <summary>The chains that were found valid under this trust.</summary>
    internal ValidChains Chains { get; } = new();

    /// <summary>
    /// What genesis names as <c>roots_sha256</c>: SHA-256 over the roots' DER, joined in ascending order of their own SHA-256. 32 octets.
    /// </summary>
    public ReadOnlyMemory<byte> RootsSha256 { get; }

    /// <summary>
    /// Creates the trust from the CERTIFICATE blocks of a PEM text: those that name themselves as issuer are the roots, the others
    /// intermediates.
    /// </summary>
    /// <exception cref="ArgumentException">The text holds no readable certificate, or another value has another form.</exception>
    public static TsaTrust FromPem(string name, ReadOnlySpan<char> pem, string? policy = null)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            ILookup<bool, ReadOnlyMemory<byte>> isRoot = certificates.ToLookup(
                cert => cert.SubjectName.RawData.AsSpan().SequenceEqual(cert.IssuerName.RawData),
                cert => (ReadOnlyMemory<byte>)cert.RawData);
            return new TsaTrust(name, [.. isRoot[true]], policy, [.. isRoot[false]]);
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException("The roots are no readable PEM.", nameof(pem), e);
        }
        finally
        {
            foreach (X509Certificate2 certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }

    /// <summary>The same authority, judged with revocation lists as well; nobody changes them afterwards.</summary>
    public TsaTrust With(IReadOnlyList<RevocationList> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        return new TsaTrust(Name, Roots, Policy, Intermediates) { RevocationLists = lists };
    }

    private static bool IsCertificate(ReadOnlyMemory<byte> der)
    {
        try
        {
            CertificateFields fields = CertificateFields.Read(der);
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(fields.Der.Span);
            return certificate.RawDataMemory.Span.SequenceEqual(der.Span);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or AnchorRefusedException)
        {
            return false;
        }
    }

    private static bool IsObjectIdentifier(string policy)
    {
        try
        {
            new AsnWriter(AsnEncodingRules.DER).WriteObjectIdentifier(policy);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static byte[] DigestOf(IReadOnlyList<ReadOnlyMemory<byte>> roots)
    {
        byte[][] digests = [.. roots.Select(root => SHA256.HashData(root.Span))];
        int[] order = [.. Enumerable.Range(0, roots.Count)];
        Array.Sort(order, (a, b) => digests[a].AsSpan().SequenceCompareTo(digests[b]));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < order.Length; i++)
        {
            if (i > 0 && digests[order[i]].AsSpan().SequenceEqual(digests[order[i - 1]]))
            {
                throw new ArgumentException("A root stands twice.", nameof(roots));
            }

            hash.AppendData(roots[order[i]].Span);
        }

        return hash.GetHashAndReset();
    }
}
