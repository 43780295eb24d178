using System.Formats.Asn1;

namespace Signet.Ledger.Anchors;

/// <summary>A TimeStampReq (RFC 3161, section 2.4.1): SHA-256 imprint, nonce, the signer's certificate asked for.</summary>
public sealed class TimestampQuery
{
    /// <summary>The media type of the request over HTTP (RFC 3161, section 3.4).</summary>
    public const string MediaType = "application/timestamp-query";

    private TimestampQuery(AnchorStatement statement, byte[] nonce, string? policy, byte[] encoded)
    {
        Statement = statement;
        Nonce = nonce;
        Policy = policy;
        Encoded = encoded;
    }

    /// <summary>What is to be time-stamped.</summary>
    public AnchorStatement Statement { get; }

    /// <summary>The nonce, as <see cref="TimestampNonce"/> describes it.</summary>
    public ReadOnlyMemory<byte> Nonce { get; }

    /// <summary>The policy asked for, or null for the authority's own choice.</summary>
    public string? Policy { get; }

    /// <summary>The request in DER.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>Makes a request with a new nonce. Every attempt needs its own.</summary>
    /// <exception cref="ArgumentException">The policy is no dotted object identifier.</exception>
    public static TimestampQuery Create(AnchorStatement statement, string? policy = null) =>
        Create(statement, TimestampNonce.Create(), policy);

    /// <summary>Makes a request with a given nonce.</summary>
    /// <exception cref="ArgumentException">The nonce has not the form <see cref="TimestampNonce"/> describes, or the policy is no dotted
    /// object identifier.</exception>
    public static TimestampQuery Create(AnchorStatement statement, ReadOnlySpan<byte> nonce, string? policy = null)
    {
        ArgumentNullException.ThrowIfNull(statement);
        if (!TimestampNonce.IsWellFormed(nonce))
        {
            throw new ArgumentException("The nonce is no positive INTEGER of 8 to 32 octets in its shortest form.", nameof(nonce));
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.Sha256);
                    writer.WriteNull();
                }

                writer.WriteOctetString(statement.Imprint.Span);
            }

            if (policy is not null)
            {
                writer.WriteObjectIdentifier(policy);
            }

            writer.WriteInteger(nonce);
            writer.WriteBoolean(true);
        }

        return new TimestampQuery(statement, nonce.ToArray(), policy, writer.Encode());
    }
}
