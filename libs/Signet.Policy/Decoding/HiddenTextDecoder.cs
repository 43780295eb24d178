using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>Text in characters that show nothing: tag characters for ASCII (U+E0020 to U+E007E), variation selectors for octets.</summary>
internal sealed class HiddenTextDecoder : IDecoder
{
    internal const int MinLength = 6;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        // Both are written with this surrogate, the first sixteen selectors aside.
        if (text.IndexOfAny('\uDB40', '\uFE00') < 0 && text.IndexOfAnyInRange('\uFE01', '\uFE0F') < 0)
        {
            return;
        }

        if (!sink.Charge(text.Length))
        {
            return;
        }

        List<byte> tags = [];
        List<byte> selectors = [];
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case >= 0xE0020 and <= 0xE007E:
                    tags.Add((byte)(rune.Value - 0xE0000));
                    break;
                case >= 0xFE00 and <= 0xFE0F:
                    selectors.Add((byte)(rune.Value - 0xFE00));
                    break;
                case >= 0xE0100 and <= 0xE01EF:
                    selectors.Add((byte)(rune.Value - 0xE0100 + 16));
                    break;
            }
        }

        if (tags.Count >= MinLength)
        {
            sink.AddOctets("tags", tags.ToArray(), 0, text.Length);
        }

        if (selectors.Count >= MinLength)
        {
            sink.AddOctets("variation-selectors", selectors.ToArray(), 0, text.Length);
        }
    }
}
