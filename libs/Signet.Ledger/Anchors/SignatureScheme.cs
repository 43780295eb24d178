using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Signet.Ledger.Anchors;

/// <summary>A signature algorithm with its digest.</summary>
internal readonly record struct SignatureScheme(SignatureKind Kind, HashAlgorithmName Hash)
{
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 8192;
    private const int MinEcBits = 256;

    public static int DigestOctets(HashAlgorithmName hash) => hash.Name switch
    {
        "SHA256" => SHA256.HashSizeInBytes,
        "SHA384" => SHA384.HashSizeInBytes,
        _ => SHA512.HashSizeInBytes,
    };

    /// <summary>
    /// Whether the signature is the certificate's key's over the data. A key of another kind or of unfit size is refused.
    /// </summary>
    public bool Verifies(X509Certificate2 certificate, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (Kind == SignatureKind.Ecdsa)
        {
            using ECDsa ecdsa = certificate.GetECDsaPublicKey() ?? throw WrongKey();
            return ecdsa.KeySize >= MinEcBits
                ? ecdsa.VerifyData(data, signature, Hash, DSASignatureFormat.Rfc3279DerSequence)
                : throw WrongSize();
        }

        using RSA rsa = certificate.GetRSAPublicKey() ?? throw WrongKey();
        RSASignaturePadding padding = Kind == SignatureKind.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return rsa.KeySize is >= MinRsaBits and <= MaxRsaBits ? rsa.VerifyData(data, signature, Hash, padding) : throw WrongSize();
    }

    private static AnchorRefusedException WrongKey() =>
        new(AnchorReason.SignatureInvalid, "the signer's key is of another kind than the signature");

    private static AnchorRefusedException WrongSize() => new(AnchorReason.UnfitAlgorithm, "the signer's key is of unfit size");
}
