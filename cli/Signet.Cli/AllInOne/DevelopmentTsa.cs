using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;

namespace Signet.Cli.AllInOne;

/// <summary>
/// A real RFC 3161 authority for a machine that has no other. It proves the mechanism and nothing about time: whoever runs it can
/// stamp any time, and its certificate says so.
/// </summary>
internal sealed class DevelopmentTsa : IDisposable
{
    /// <summary>The authority's name in the log.</summary>
    public const string Name = "development-tsa";

    /// <summary>The policy of every token: an arc for private use that no authority publishes.</summary>
    public const string Policy = "1.3.6.1.4.1.99999.3161.1";

    private const int Granted = 0;
    private const int Rejection = 2;
    private const int MaxNonceOctets = 32;
    private const int SerialOctets = 16;
    private const long AccuracyMicroseconds = 1_000_000;

    private static readonly Oid TstInfoType = new("1.2.840.113549.1.9.16.1.4");
    private static readonly Oid SigningCertificateV2 = new("1.2.840.113549.1.9.16.2.47");

    private readonly X509Certificate2 _signer;
    private readonly TimeProvider _time;
    private readonly AsnEncodedData _signingCertificate;
    private readonly Lock _signing = new();

    private DevelopmentTsa(X509Certificate2 signer, X509Certificate2 root, TimeProvider time)
    {
        _signer = signer;
        _time = time;
        _signingCertificate = new AsnEncodedData(SigningCertificateV2, EncodeSigningCertificate(signer));
        Trust = new TsaTrust(Name, [root.RawData], Policy);
    }

    /// <summary>What a verifier pins to accept this authority's tokens.</summary>
    public TsaTrust Trust { get; }

    /// <summary>Starts the authority with the key in the directory, which is made at the first start and never again.</summary>
    /// <exception cref="InvalidDataException">The key file is there but unreadable.</exception>
    /// <exception cref="IOException">The directory can't be used.</exception>
    public static DevelopmentTsa LoadOrCreate(string directory, TimeProvider time)
    {
        (X509Certificate2 signer, X509Certificate2 root) = DevelopmentTsaFiles.LoadOrCreate(directory, time.GetUtcNow());
        using (root)
        {
            return new DevelopmentTsa(signer, root, time);
        }
    }

    /// <summary>Answers a TimeStampReq with a TimeStampResp. Any octets may come; what can't be granted gets a rejection.</summary>
    public byte[] Respond(ReadOnlySpan<byte> query)
    {
        try
        {
            return Rfc3161TimestampRequest.TryDecode(query.ToArray(), out Rfc3161TimestampRequest? request, out int consumed)
                && consumed == query.Length
                ? Answer(request)
                : Reject(DevelopmentTsaFailure.BadDataFormat);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Reject(DevelopmentTsaFailure.SystemFailure);
        }
    }

    public void Dispose() => _signer.Dispose();

    private byte[] Answer(Rfc3161TimestampRequest request)
    {
        DevelopmentTsaFailure failure = Judge(request);
        return failure == DevelopmentTsaFailure.None ? Encode(Granted, failure, Sign(request)) : Reject(failure);
    }

    private static DevelopmentTsaFailure Judge(Rfc3161TimestampRequest request)
    {
        int octets = request.HashAlgorithmId.Value switch
        {
            "2.16.840.1.101.3.4.2.1" => SHA256.HashSizeInBytes,
            "2.16.840.1.101.3.4.2.2" => SHA384.HashSizeInBytes,
            "2.16.840.1.101.3.4.2.3" => SHA512.HashSizeInBytes,
            _ => -1,
        };
        return request switch
        {
            { Version: not 1 } => DevelopmentTsaFailure.BadRequest,
            _ when octets < 0 => DevelopmentTsaFailure.BadAlgorithm,
            _ when request.GetMessageHash().Length != octets => DevelopmentTsaFailure.BadDataFormat,
            { HasExtensions: true } => DevelopmentTsaFailure.UnacceptedExtension,
            { RequestedPolicyId.Value: not Policy, RequestedPolicyId: not null } => DevelopmentTsaFailure.UnacceptedPolicy,
            _ when request.GetNonce() is { Length: > MaxNonceOctets } => DevelopmentTsaFailure.BadRequest,
            _ => DevelopmentTsaFailure.None,
        };
    }

    private byte[] Sign(Rfc3161TimestampRequest request)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(SerialOctets);
        serial[0] = (byte)(serial[0] & 0x3F | 0x40);
        var info = new Rfc3161TimestampTokenInfo(
            new Oid(Policy),
            request.HashAlgorithmId,
            request.GetMessageHash(),
            serial,
            _time.GetUtcNow(),
            AccuracyMicroseconds,
            isOrdering: false,
            request.GetNonce());

        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _signer)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = request.RequestSignerCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        };
        signer.SignedAttributes.Add(_signingCertificate);
        var cms = new SignedCms(new ContentInfo(TstInfoType, info.Encode()), detached: false);
        lock (_signing)
        {
            // The platform doesn't promise that one private key may sign on two threads.
            cms.ComputeSignature(signer, silent: true);
        }

        return cms.Encode();
    }

    /// <summary>SigningCertificateV2 (RFC 5035): one ESSCertIDv2 with its default digest, SHA-256.</summary>
    private static byte[] EncodeSigningCertificate(X509Certificate2 signer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(signer.RawDataMemory.Span));
        }

        return writer.Encode();
    }

    private static byte[] Reject(DevelopmentTsaFailure failure) => Encode(Rejection, failure, token: null);

    private static byte[] Encode(int status, DevelopmentTsaFailure failure, byte[]? token)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(status);
                if (failure != DevelopmentTsaFailure.None)
                {
                    writer.WriteNamedBitList(failure);
                }
            }

            if (token is not null)
            {
                writer.WriteEncodedValue(token);
            }
        }

        return writer.Encode();
    }
}
