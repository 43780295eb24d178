using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>Labels of host names in punycode (RFC 3492), recognised by their "xn--".</summary>
internal sealed class PunycodeDecoder : IDecoder
{
    private const int MaxLabel = 256;
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        int i = 0;
        while (i < text.Length)
        {
            int found = text[i..].IndexOf("xn--", StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return;
            }

            int start = i + found + 4;
            int end = start;
            while (end < text.Length && end - start < MaxLabel && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
            {
                end++;
            }

            // Inserting makes the cost grow with the square of the length.
            if (sink.Charge((end - start) * 4) && TryDecode(text[start..end], out string label))
            {
                sink.AddText("punycode", label, start - 4, end);
            }

            i = end;
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> input, out string label)
    {
        label = "";
        int basic = Math.Max(0, input.LastIndexOf('-'));
        List<int> output = [.. input[..basic].ToArray().Select(c => (int)c)];
        int n = 128;
        int i = 0;
        int bias = 72;
        int position = basic > 0 ? basic + 1 : 0;
        while (position < input.Length)
        {
            int before = i;
            int weight = 1;
            for (int k = Base; ; k += Base)
            {
                int digit = position < input.Length ? Digit(input[position++]) : Base;
                if (digit >= Base || digit > (int.MaxValue - i) / weight)
                {
                    return false;
                }

                i += digit * weight;
                int threshold = Math.Clamp(k - bias, TMin, TMax);
                if (digit < threshold)
                {
                    break;
                }

                if (weight > int.MaxValue / (Base - threshold))
                {
                    return false;
                }

                weight *= Base - threshold;
            }

            bias = Adapt(i - before, output.Count + 1, before == 0);
            n += i / (output.Count + 1);
            i %= output.Count + 1;
            if (!Rune.IsValid(n))
            {
                return false;
            }

            output.Insert(i++, n);
        }

        label = string.Concat(output.Select(value => new Rune(value).ToString()));
        return true;
    }

    private static int Adapt(int delta, int count, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / count;
        int k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
        {
            delta /= Base - TMin;
        }

        return k + ((Base - TMin + 1) * delta / (delta + 38));
    }

    private static int Digit(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= 'A' and <= 'Z' => c - 'A',
        >= '0' and <= '9' => c - '0' + 26,
        _ => Base,
    };
}
