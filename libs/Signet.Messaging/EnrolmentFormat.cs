using Signet.Ledger;
using Signet.Ledger.Events;

namespace Signet.Messaging;

/// <summary>A producer's request to be enrolled, as one JSON object: <c>producer</c>, <c>key_id</c>, <c>alg</c>, <c>public_key</c> in base64.</summary>
public static class EnrolmentFormat
{
    /// <summary>The path below the auditor's address.</summary>
    public const string Path = "producers";

    /// <summary>The media type of a request.</summary>
    public const string MediaType = "application/json";

    /// <summary>The most octets of a request.</summary>
    public const int MaxOctets = 2_048;

    /// <summary>The header in which a workload shows the token that its cluster gave it for the auditor.</summary>
    public const string WorkloadTokenHeader = "signet-workload-token";

    private const int PublicKeyOctets = 32;

    /// <summary>Writes a request. What authorises it travels beside it, never in it.</summary>
    public static byte[] Write(ProducerEnrolment enrolment)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        return StrictJson.Write(new EnrolmentDocument(enrolment.ProducerId, enrolment.KeyId, enrolment.Alg, enrolment.PublicKey.ToArray()));
    }

    /// <summary>Reads a request; false for anything but exactly the four members in their forms.</summary>
    /// <param name="json">Any octets.</param>
    /// <param name="evidence">How the auditor has found the request to be authorised, as the log will say.</param>
    /// <param name="enrolment">The request.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, string evidence, out ProducerEnrolment? enrolment)
    {
        enrolment = StrictJson.Read<EnrolmentDocument>(json, MaxOctets) is { PublicKey.Length: PublicKeyOctets } document &&
            LedgerText.IsIdentifier(document.Producer) && LedgerText.IsIdentifier(document.KeyId) &&
            document.Alg is EventSignature.Ed25519 or EventSignature.Ed25519Tree
            ? new ProducerEnrolment(document.Producer, document.KeyId, document.Alg, document.PublicKey, evidence)
            : null;
        return enrolment is not null;
    }
}
