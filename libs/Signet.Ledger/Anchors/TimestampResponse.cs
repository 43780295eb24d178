using System.Formats.Asn1;

namespace Signet.Ledger.Anchors;

/// <summary>A TimeStampResp (RFC 3161, section 2.4.2).</summary>
internal static class TimestampResponse
{
    private const int Granted = 0;

    /// <summary>
    /// The token of a granted answer. Granted with modifications (1) is refused: the answer doesn't say which part of the request was
    /// changed, and nothing of it may be.
    /// </summary>
    /// <exception cref="AnchorRefusedException">The answer grants nothing, or octets are left over.</exception>
    /// <exception cref="AsnContentException">The answer is malformed.</exception>
    public static ReadOnlyMemory<byte> ReadToken(ReadOnlyMemory<byte> response)
    {
        // BER outside, as authorities send it; what is signed is read as DER further in.
        var outer = new AsnReader(response, AsnEncodingRules.BER);
        AsnReader answer = outer.ReadSequence();
        if (outer.HasData)
        {
            throw new AnchorRefusedException(AnchorReason.TrailingOctets, "octets follow the answer");
        }

        AsnReader statusInfo = answer.ReadSequence();
        if (!statusInfo.TryReadInt32(out int status) || status != Granted)
        {
            throw new AnchorRefusedException(AnchorReason.NotGranted, "the authority did not grant the request");
        }

        if (statusInfo.HasData && statusInfo.PeekTag().HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.Sequence)))
        {
            _ = statusInfo.ReadSequence();
        }

        if (statusInfo.HasData)
        {
            throw new AnchorRefusedException(AnchorReason.NotGranted, "the answer grants and names a failure at once");
        }

        if (!answer.HasData)
        {
            throw new AnchorRefusedException(AnchorReason.MalformedResponse, "the answer is granted without a token");
        }

        ReadOnlyMemory<byte> token = answer.ReadEncodedValue();
        answer.ThrowIfNotEmpty();
        return token;
    }
}
