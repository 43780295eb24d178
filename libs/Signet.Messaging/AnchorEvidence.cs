namespace Signet.Messaging;

/// <summary>What was said on the wire when an anchor was taken. The certificates stand in the answer, or in the anchor's entry.</summary>
/// <param name="Size">The tree size that was stamped.</param>
/// <param name="Tsa">The authority.</param>
/// <param name="Request">The TimeStampReq in DER; at most 65,536 octets.</param>
/// <param name="Response">The TimeStampResp as it came; at most 65,536 octets.</param>
public sealed record AnchorEvidence(long Size, string Tsa, ReadOnlyMemory<byte> Request, ReadOnlyMemory<byte> Response);
