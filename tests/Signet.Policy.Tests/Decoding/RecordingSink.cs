using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

/// <summary>Runs one decoder over a text and keeps what would go on from it.</summary>
internal sealed class RecordingSink(bool prefilters) : DecodeSink
{
    internal override bool Prefilters => prefilters;

    internal override DecodeWorkspace Workspace { get; } = new();

    /// <summary>Octets that hold no text and nothing compressed are left out, as the queue leaves them out.</summary>
    internal List<string> Products { get; } = [];

    internal static List<string> Decode(IDecoder decoder, string text, bool prefilters)
    {
        RecordingSink sink = new(prefilters);
        sink.Survey.Read(text);
        decoder.Decode(text, sink);
        return sink.Products;
    }

    internal override bool Charge(long cost) => true;

    internal override void AddText(string decoder, ReadOnlySpan<char> text, int start, int end) =>
        Products.Add($"{decoder} {start}-{end} {text}");

    internal override void AddOctets(string decoder, ReadOnlySpan<byte> octets, int start, int end)
    {
        if (OctetText.MayHoldText(octets) || OctetText.MayBeZlib(octets) || octets.IndexOf((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]) is >= 0 and var at && at + 10 < octets.Length)
        {
            Products.Add($"{decoder} {start}-{end} {Convert.ToHexString(octets)}");
        }
    }
}
