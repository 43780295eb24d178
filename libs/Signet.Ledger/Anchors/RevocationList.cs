using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Signet.Ledger.Anchors;

/// <summary>
/// A certificate revocation list (RFC 5280, section 5), complete and direct: one with a critical extension, which would make it partial or
/// speak of other issuers' certificates, is not read. It counts only for a chain whose issuer signed it.
/// </summary>
public sealed class RevocationList
{
    /// <summary>The most octets of a list.</summary>
    public const int MaxOctets = 8 * 1024 * 1024;

    private const string PemLabel = "X509 CRL";

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly ReadOnlyMemory<byte> _signed;
    private readonly ReadOnlyMemory<byte> _issuer;
    private readonly SignatureScheme _scheme;
    private readonly byte[] _signature;
    private readonly Dictionary<string, RevokedCertificate> _revoked;

    private RevocationList(
        ReadOnlyMemory<byte> signed,
        ReadOnlyMemory<byte> issuer,
        SignatureScheme scheme,
        byte[] signature,
        Dictionary<string, RevokedCertificate> revoked)
    {
        _signed = signed;
        _issuer = issuer;
        _scheme = scheme;
        _signature = signature;
        _revoked = revoked;
    }

    /// <summary>When it was made.</summary>
    public DateTimeOffset ThisUpdate { get; private init; }

    /// <summary>Until when it holds; null where it doesn't say.</summary>
    public DateTimeOffset? NextUpdate { get; private init; }

    /// <summary>Reads a list in DER, or the first one of a PEM text.</summary>
    /// <exception cref="ArgumentException">The octets are no list of the form that is read.</exception>
    public static RevocationList Read(ReadOnlySpan<byte> octets)
    {
        try
        {
            return octets.Length <= MaxOctets
                ? ReadDer(octets.StartsWith("-----"u8) ? FromPem(Encoding.ASCII.GetString(octets)) : octets.ToArray())
                : throw new ArgumentException("The revocation list is too large.", nameof(octets));
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or FormatException or AnchorRefusedException)
        {
            throw new ArgumentException("The octets are no complete certificate revocation list.", nameof(octets), e);
        }
    }

    internal bool IsOf(ReadOnlySpan<byte> issuer) => _issuer.Span.SequenceEqual(issuer);

    internal bool IsSignedBy(X509Certificate2 issuer) =>
        issuer.Extensions.OfType<X509KeyUsageExtension>().All(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
        && _scheme.Verifies(issuer, _signed.Span, _signature);

    internal RevokedCertificate? Find(ReadOnlySpan<byte> serial) =>
        _revoked.TryGetValue(Convert.ToHexString(serial), out RevokedCertificate revoked) ? revoked : null;

    private static byte[] FromPem(string text)
    {
        PemFields fields = PemEncoding.Find(text);
        return text[fields.Label] == PemLabel
            ? Convert.FromBase64String(text[fields.Base64Data])
            : throw new FormatException("The PEM is of something else.");
    }

    private static RevocationList ReadDer(byte[] der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        ReadOnlyMemory<byte> signed = list.PeekEncodedValue();
        AsnReader tbs = list.ReadSequence();
        SignatureScheme scheme = AlgorithmIdentifier.Read(list).ToScheme(digest: null);
        byte[] signature = list.ReadBitString(out int unused);
        list.ThrowIfNotEmpty();

        // Version 2, the only one with extensions.
        if (tbs.PeekTag() == Asn1Tag.Integer && (!tbs.TryReadInt32(out int version) || version != 1))
        {
            throw new AsnContentException();
        }

        SignatureScheme inner = AlgorithmIdentifier.Read(tbs).ToScheme(digest: null);
        ReadOnlyMemory<byte> issuer = tbs.ReadEncodedValue();
        DateTimeOffset thisUpdate = ReadTime(tbs);
        DateTimeOffset? nextUpdate = tbs.HasData && IsTime(tbs) ? ReadTime(tbs) : null;
        var revoked = new Dictionary<string, RevokedCertificate>(StringComparer.Ordinal);
        if (tbs.HasData && tbs.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            ReadRevoked(tbs.ReadSequence(), revoked);
        }

        if (tbs.HasData)
        {
            RefuseCritical(tbs.ReadSequence(ExtensionsTag).ReadSequence());
        }

        tbs.ThrowIfNotEmpty();
        return unused == 0 && inner == scheme
            ? new RevocationList(signed, issuer, scheme, signature, revoked) { ThisUpdate = thisUpdate, NextUpdate = nextUpdate }
            : throw new AsnContentException();
    }

    private static void ReadRevoked(AsnReader entries, Dictionary<string, RevokedCertificate> revoked)
    {
        while (entries.HasData)
        {
            AsnReader entry = entries.ReadSequence();
            string serial = Convert.ToHexString(entry.ReadIntegerBytes().Span);
            DateTimeOffset at = ReadTime(entry);
            RevocationReason reason = entry.HasData ? ReadReason(entry.ReadSequence()) : RevocationReason.Other;
            entry.ThrowIfNotEmpty();
            revoked[serial] = new RevokedCertificate(at, reason);
        }
    }

    private static RevocationReason ReadReason(AsnReader extensions)
    {
        RevocationReason reason = RevocationReason.Other;
        while (extensions.HasData)
        {
            (string oid, byte[] value) = ReadExtension(extensions);
            if (oid == Oids.ReasonCode)
            {
                ReadOnlyMemory<byte> code = new AsnReader(value, AsnEncodingRules.DER).ReadEnumeratedBytes();
                reason = code.Length == 1 && Enum.IsDefined((RevocationReason)code.Span[0])
                    ? (RevocationReason)code.Span[0]
                    : RevocationReason.Other;
            }
        }

        return reason;
    }

    private static void RefuseCritical(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            _ = ReadExtension(extensions);
        }
    }

    private static (string Oid, byte[] Value) ReadExtension(AsnReader extensions)
    {
        AsnReader extension = extensions.ReadSequence();
        string oid = AlgorithmIdentifier.ReadOid(extension);
        if (extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean())
        {
            throw new AsnContentException();
        }

        byte[] value = extension.ReadOctetString();
        extension.ThrowIfNotEmpty();
        return (oid, value);
    }

    private static bool IsTime(AsnReader reader) => reader.PeekTag() == Asn1Tag.UtcTime || reader.PeekTag() == Asn1Tag.GeneralizedTime;

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
