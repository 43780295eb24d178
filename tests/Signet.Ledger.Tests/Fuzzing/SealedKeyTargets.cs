using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>RSA keys in PEM, and chain keys sealed for them.</summary>
internal static class SealedKeyTargets
{
    private static readonly string Pem = (string)JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "vectors", "sealed", "vector.json")))!["sealing_key_pem"]!;
    private static readonly RSA Recipient = SealedEpochKey.ImportKey(Pem)!;
    private static readonly CheckpointSigner Signer = new("log.example", new byte[32]);
    private static readonly ChainKey Key = ChainKey.ForEpoch(new byte[32], "log.example", 1, 0);
    private static readonly SealedKey Sealed = SealedEpochKey.Seal(Key, Recipient, Signer, Digest.Zero);
    private static readonly Digest Mac = Key.MacEntry(0, Digest.Zero, Digest.Zero);

    public static FuzzTarget[] All { get; } =
    [
        new(
            "rsa-key", ["SealedEpochKey.ImportKey"],
            FuzzTargets.Octets(
                Pem, Recipient.ExportSubjectPublicKeyInfoPem(), Recipient.ExportRSAPublicKeyPem(), Recipient.ExportRSAPrivateKeyPem()),
            Imports),
        new("sealed-key", ["SealedEpochKey.Open"], [Sealed.Ciphertext.ToArray()], Opens),
    ];

    private static bool Imports(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        using var key = SealedEpochKey.ImportKey(text);
        if (key is null)
        {
            return false;
        }

        Assert.InRange(key.KeySize, 2_048, 8_192);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (Independent(text) is { } expected)
        {
            Assert.Equal(expected.Modulus.ToByteArrayUnsigned(), parameters.Modulus!.SkipWhile(octet => octet == 0));
            Assert.Equal(expected.Exponent.ToByteArrayUnsigned(), parameters.Exponent!.SkipWhile(octet => octet == 0));
        }

        // A private key that was spoiled may be a key still; what it opens is the sealed key or nothing.
        using var opened = SealedEpochKey.Open(Sealed, key, 1, 0);
        Assert.True(opened is null || opened.MacEntry(0, Digest.Zero, Digest.Zero) == Mac);
        return true;
    }

    private static bool Opens(byte[] octets)
    {
        using var opened = SealedEpochKey.Open(Sealed with { Ciphertext = octets }, Recipient, 1, 0);
        var same = octets.AsSpan().SequenceEqual(Sealed.Ciphertext.Span);
        Assert.Equal(same, opened is not null);
        Assert.Equal(same, SealedEpochKey.Verify(Sealed with { Ciphertext = octets }, Signer.VerifierKey, 1, 0, Digest.Zero));
        Assert.True(opened is null || opened.MacEntry(0, Digest.Zero, Digest.Zero) == Mac);
        return opened is not null;
    }

    private static RsaKeyParameters? Independent(string pem)
    {
        try
        {
            using var reader = new PemReader(new StringReader(pem));
            return reader.ReadObject() switch
            {
                AsymmetricCipherKeyPair { Public: RsaKeyParameters key } => key,
                RsaPrivateCrtKeyParameters key => new RsaKeyParameters(isPrivate: false, key.Modulus, key.PublicExponent),
                RsaKeyParameters key => key,
                _ => null,
            };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }
}
