using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;
using BcTstInfo = Org.BouncyCastle.Asn1.Tsp.TstInfo;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>Time-stamps: nothing is accepted but what the authority signed, and another parser reads the same fields.</summary>
internal static class AnchorTargets
{
    private static readonly AnchorBody Anchor = AnchoredVector.Anchor;
    private static readonly byte[] Token = Anchor.Token.ToArray();
    private static readonly byte[] Content = TimestampToken.Read(Token).Content.ToArray();
    private static readonly DerSequence Granted = new(DerInteger.ValueOf(0));
    private static readonly byte[] Response = new DerSequence(Granted, Asn1Object.FromByteArray(Token)).GetDerEncoded();
    private static readonly byte[] BerResponse = new BerSequence(Granted, Asn1Object.FromByteArray(Token)).GetEncoded("BER");

    private static readonly TimestampQuery Query = TimestampQuery.Create(
        AnchorStatement.Create(AnchoredVector.LogId, Anchor.TreeSize, Anchor.Root.Span), Anchor.Nonce.Span, Anchor.Policy);

    public static FuzzTarget[] All { get; } =
    [
        new("timestamp-response", ["TimestampResponse.ReadToken", "AnchorVerifier.VerifyResponse"], [Response, BerResponse], Answers),
        new(
            "timestamp-token",
            ["TimestampToken.Read", "AnchorVerifier.Verify", "SignedAttributes.Read", "SigningCertificateAttribute.Read"],
            [Token],
            Verifies),
        new("tst-info", ["TstInfo.Read"], [Content], Reads),
        new(
            "certificate", ["CertificateFields.Read"],
            [AnchoredVector.Root, .. TimestampToken.Read(Token).Certificates.Select(c => c.ToArray())], Names),
        new("roots-pem", ["TsaTrust.FromPem"], FuzzTargets.Octets(PemEncoding.WriteString("CERTIFICATE", AnchoredVector.Root)), Roots),
    ];

    private static bool Answers(byte[] octets)
    {
        var verdict = AnchorVerifier.VerifyResponse(
            Query, octets, Anchor.RequestedAt, Anchor.ReceivedAt, AnchoredVector.Trust, out var body);
        Assert.Equal(verdict.Ok, body is not null);
        if (body is not null)
        {
            Assert.True(IsOneValue(octets) && IsOneValue(body.Token.Span));
            FuzzTargets.Same(Content, TimestampToken.Read(body.Token).Content.Span);
            Assert.Equal((Anchor.TreeSize, Anchor.GenTime, Anchor.Policy), (body.TreeSize, body.GenTime, body.Policy));
            Assert.True(AnchorVerifier.Verify(body, AnchoredVector.LogId, AnchoredVector.Trust).Ok);
        }

        return verdict.Ok;
    }

    private static bool Verifies(byte[] octets)
    {
        var verdict = AnchorVerifier.Verify(Anchor with { Token = octets }, AnchoredVector.LogId, AnchoredVector.Trust);
        if (Try(() => TimestampToken.Read(octets)) is not { } token)
        {
            Assert.False(verdict.Ok);
            return false;
        }

        Assert.True(!verdict.Ok || token.Content.Span.SequenceEqual(Content), "A token of other content verifies.");
        Assert.True(IsOneValue(octets) && IsOneValue(token.Content.Span));
        if (Independent(() => new CmsSignedData(octets)) is { SignedContent: { } signed })
        {
            using var stream = new MemoryStream();
            signed.Write(stream);
            FuzzTargets.Same(stream.ToArray(), token.Content.Span);
        }

        return verdict.Ok;
    }

    private static bool Reads(byte[] octets)
    {
        if (Try(() => TstInfo.Read(octets)) is not { } info)
        {
            return false;
        }

        Assert.True(IsOneValue(octets));
        if (Independent(() => BcTstInfo.GetInstance(Asn1Object.FromByteArray(octets))) is { } other)
        {
            Assert.Equal(other.Policy.Id, info.Policy);
            Assert.Equal(other.MessageImprint.HashAlgorithm.Algorithm.Id, info.ImprintAlgorithm.Oid);
            FuzzTargets.Same(other.MessageImprint.GetHashedMessage(), info.Imprint.Span);
            FuzzTargets.Same(other.Nonce?.Value.ToByteArray() ?? [], info.Nonce.Span);

            // The other one knows no fractions finer than its platform's ticks either, but cuts where this one may round.
            Assert.InRange((other.GenTime.ToDateTime() - info.GenTime.UtcDateTime).Ticks, -10_000, 10_000);
        }

        return true;
    }

    private static bool Names(byte[] octets)
    {
        if (Try(() => CertificateFields.Read(octets)) is not { } fields)
        {
            return false;
        }

        FuzzTargets.Same(octets, fields.Der.Span);
        Assert.True(IsOneValue(octets));
        if (Independent(() => X509CertificateStructure.GetInstance(Asn1Object.FromByteArray(octets))) is { } other)
        {
            FuzzTargets.Same(other.SerialNumber.Value.ToByteArray(), fields.Serial.Span);
            Assert.Equal(other.SignatureAlgorithm.Algorithm.Id, fields.SignatureAlgorithm.Oid);
        }

        return true;
    }

    private static bool Roots(byte[] octets)
    {
        TsaTrust trust;
        try
        {
            trust = TsaTrust.FromPem("tsa", FuzzTargets.Text(octets));
        }
        catch (ArgumentException)
        {
            return false;
        }

        var text = string.Concat(FuzzTargets.Text(octets).Where(c => !char.IsWhiteSpace(c)));
        Assert.All(
            [.. trust.Roots, .. trust.Intermediates],
            der => Assert.Contains(Convert.ToBase64String(der.Span), text, StringComparison.Ordinal));
        return true;
    }

    /// <summary>True when the length in an encoding's head is that of all octets behind it, or is left open as BER allows.</summary>
    private static bool IsOneValue(ReadOnlySpan<byte> octets) => octets[1] switch
    {
        < 0x80 => octets.Length == 2 + octets[1],
        0x80 => octets.EndsWith(new byte[2]),
        var head => octets.Length - 2 - (head & 0x7f) == new BigInteger(octets.Slice(2, head & 0x7f), isUnsigned: true, isBigEndian: true),
    };

    /// <summary>What a reader gives, or null where it refuses in the way that its caller knows.</summary>
    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is AsnContentException or AnchorRefusedException or CryptographicException)
        {
            return null;
        }
    }

    private static T? Independent<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }
}
