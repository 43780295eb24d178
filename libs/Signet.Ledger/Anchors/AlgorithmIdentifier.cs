using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Signet.Ledger.Anchors;

/// <summary>An AlgorithmIdentifier (RFC 5280, section 4.1.1.2).</summary>
/// <param name="Oid">The algorithm.</param>
/// <param name="Parameters">The encoded parameters; empty when absent.</param>
internal readonly record struct AlgorithmIdentifier(string Oid, ReadOnlyMemory<byte> Parameters)
{
    /// <summary>No identifier in use is nearly this long; a long one costs time quadratic in its length.</summary>
    private const int MaxOidOctets = 64;

    private bool HasNoParameters => Parameters.IsEmpty || Parameters.Span is [0x05, 0x00];

    public static AlgorithmIdentifier Read(AsnReader reader)
    {
        AsnReader sequence = reader.ReadSequence();
        string oid = ReadOid(sequence);
        ReadOnlyMemory<byte> parameters = sequence.HasData ? sequence.ReadEncodedValue() : default;
        sequence.ThrowIfNotEmpty();
        return new AlgorithmIdentifier(oid, parameters);
    }

    public static string ReadOid(AsnReader reader)
    {
        if (reader.PeekEncodedValue().Length > MaxOidOctets)
        {
            throw new AnchorRefusedException(AnchorReason.MalformedToken, "an object identifier is too long");
        }

        return reader.ReadObjectIdentifier();
    }

    /// <summary>The digest this names. SHA-1, SHA-224 and everything unknown are refused.</summary>
    public HashAlgorithmName ToDigest() => HasNoParameters
        ? Oid switch
        {
            Oids.Sha256 => HashAlgorithmName.SHA256,
            Oids.Sha384 => HashAlgorithmName.SHA384,
            Oids.Sha512 => HashAlgorithmName.SHA512,
            _ => throw Unfit("the digest algorithm is not SHA-256, SHA-384 or SHA-512"),
        }
        : throw Unfit("the digest algorithm has parameters");

    /// <summary>The signature scheme this names; <paramref name="digest"/> completes the bare rsaEncryption of CMS.</summary>
    public SignatureScheme ToScheme(HashAlgorithmName? digest) => Oid switch
    {
        Oids.RsaPss => ReadPss(),
        _ when !HasNoParameters => throw Unfit("the signature algorithm has parameters"),
        Oids.Rsa when digest is { } hash => new SignatureScheme(SignatureKind.RsaPkcs1, hash),
        Oids.RsaSha256 => new SignatureScheme(SignatureKind.RsaPkcs1, HashAlgorithmName.SHA256),
        Oids.RsaSha384 => new SignatureScheme(SignatureKind.RsaPkcs1, HashAlgorithmName.SHA384),
        Oids.RsaSha512 => new SignatureScheme(SignatureKind.RsaPkcs1, HashAlgorithmName.SHA512),
        Oids.EcdsaSha256 => new SignatureScheme(SignatureKind.Ecdsa, HashAlgorithmName.SHA256),
        Oids.EcdsaSha384 => new SignatureScheme(SignatureKind.Ecdsa, HashAlgorithmName.SHA384),
        Oids.EcdsaSha512 => new SignatureScheme(SignatureKind.Ecdsa, HashAlgorithmName.SHA512),
        _ => throw Unfit("the signature algorithm is not RSA or ECDSA with SHA-256 or better"),
    };

    /// <summary>
    /// RSASSA-PSS-params (RFC 4055, section 3.1). Only the usual form passes: one digest throughout and a salt of its size; the
    /// defaults are SHA-1 and refused.
    /// </summary>
    private SignatureScheme ReadPss()
    {
        var outer = new AsnReader(Parameters, AsnEncodingRules.DER);
        AsnReader parameters = outer.ReadSequence();
        outer.ThrowIfNotEmpty();

        HashAlgorithmName hash = Read(Explicit(parameters, 0)).ToDigest();
        AlgorithmIdentifier mask = Read(Explicit(parameters, 1));
        bool sameMask = mask.Oid == Oids.Mgf1 && Read(new AsnReader(mask.Parameters, AsnEncodingRules.DER)).ToDigest() == hash;
        bool usualSalt = Explicit(parameters, 2).TryReadInt32(out int salt) && salt == SignatureScheme.DigestOctets(hash);
        parameters.ThrowIfNotEmpty();
        return sameMask && usualSalt ? new SignatureScheme(SignatureKind.RsaPss, hash) : throw Unfit("the RSA-PSS parameters are unusual");

        static AsnReader Explicit(AsnReader from, int tag) => from.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, tag));
    }

    private static AnchorRefusedException Unfit(string text) => new(AnchorReason.UnfitAlgorithm, text);
}
