using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Signet.Ledger.Anchors;

/// <summary>A token's one SignerInfo (RFC 5652, section 5.3).</summary>
internal sealed class TokenSigner
{
    private static readonly Asn1Tag UnsignedAttributesTag = new(TagClass.ContextSpecific, 1);

    private TokenSigner(
        SignerIdentifier identifier, HashAlgorithmName digest, SignatureScheme scheme, SignedAttributes attributes, byte[] signature)
    {
        Identifier = identifier;
        Digest = digest;
        Scheme = scheme;
        Attributes = attributes;
        Signature = signature;
    }

    public SignerIdentifier Identifier { get; }

    public HashAlgorithmName Digest { get; }

    public SignatureScheme Scheme { get; }

    public SignedAttributes Attributes { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    public static TokenSigner Read(AsnReader reader)
    {
        AsnReader info = reader.ReadSequence();
        if (!info.TryReadInt32(out int version) || version is not (1 or 3))
        {
            throw new AnchorRefusedException(AnchorReason.MalformedToken, "the signer's version is unknown");
        }

        SignerIdentifier identifier = SignerIdentifier.Read(info);
        HashAlgorithmName digest = AlgorithmIdentifier.Read(info).ToDigest();
        SignedAttributes attributes = SignedAttributes.Read(info.ReadEncodedValue());
        SignatureScheme scheme = AlgorithmIdentifier.Read(info).ToScheme(digest);
        byte[] signature = info.ReadOctetString();
        if (info.HasData && info.PeekTag().HasSameClassAndValue(UnsignedAttributesTag))
        {
            _ = info.ReadEncodedValue();
        }

        info.ThrowIfNotEmpty();
        return scheme.Hash == digest
            ? new TokenSigner(identifier, digest, scheme, attributes, signature)
            : throw new AnchorRefusedException(AnchorReason.UnfitAlgorithm, "digest and signature use different digests");
    }
}
