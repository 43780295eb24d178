using System.Formats.Asn1;

namespace Signet.Ledger.Anchors;

/// <summary>The signed content of a token (RFC 3161, section 2.4.2), read as strict DER.</summary>
internal sealed class TstInfo
{
    private static readonly Asn1Tag TsaNameTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private TstInfo(string policy, AlgorithmIdentifier imprintAlgorithm, byte[] imprint, DateTimeOffset genTime, ReadOnlyMemory<byte> nonce)
    {
        Policy = policy;
        ImprintAlgorithm = imprintAlgorithm;
        Imprint = imprint;
        GenTime = genTime;
        Nonce = nonce;
    }

    public string Policy { get; }

    public AlgorithmIdentifier ImprintAlgorithm { get; }

    public ReadOnlyMemory<byte> Imprint { get; }

    public DateTimeOffset GenTime { get; }

    /// <summary>The INTEGER's content octets; empty when absent.</summary>
    public ReadOnlyMemory<byte> Nonce { get; }

    public static TstInfo Read(ReadOnlyMemory<byte> content)
    {
        var outer = new AsnReader(content, AsnEncodingRules.DER);
        AsnReader info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();

        if (!info.TryReadInt32(out int version) || version != 1)
        {
            throw new AnchorRefusedException(AnchorReason.WrongVersion, "the token's version is not 1");
        }

        string policy = AlgorithmIdentifier.ReadOid(info);
        AsnReader messageImprint = info.ReadSequence();
        AlgorithmIdentifier imprintAlgorithm = AlgorithmIdentifier.Read(messageImprint);
        byte[] imprint = messageImprint.ReadOctetString();
        messageImprint.ThrowIfNotEmpty();
        _ = info.ReadIntegerBytes();
        DateTimeOffset genTime = info.ReadGeneralizedTime();
        SkipAccuracyAndOrdering(info);

        ReadOnlyMemory<byte> nonce = Next(info, Asn1Tag.Integer) ? info.ReadIntegerBytes() : default;
        if (Next(info, TsaNameTag))
        {
            _ = info.ReadEncodedValue();
        }

        if (Next(info, ExtensionsTag))
        {
            RefuseCriticalExtensions(info.ReadSequence(ExtensionsTag));
        }

        info.ThrowIfNotEmpty();
        return new TstInfo(policy, imprintAlgorithm, imprint, genTime, nonce);
    }

    private static bool Next(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag() == tag;

    private static void SkipAccuracyAndOrdering(AsnReader info)
    {
        if (Next(info, new Asn1Tag(UniversalTagNumber.Sequence, isConstructed: true)))
        {
            _ = info.ReadSequence();
        }

        if (Next(info, Asn1Tag.Boolean))
        {
            _ = info.ReadBoolean();
        }
    }

    private static void RefuseCriticalExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            _ = AlgorithmIdentifier.ReadOid(extension);
            if (Next(extension, Asn1Tag.Boolean) && extension.ReadBoolean())
            {
                throw new AnchorRefusedException(AnchorReason.MalformedToken, "the token has a critical extension");
            }

            _ = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
        }
    }
}
