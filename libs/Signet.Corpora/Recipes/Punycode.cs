using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>Punycode (RFC 3492) of a whole text.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;

    public static string Encode(string text)
    {
        var points = text.EnumerateRunes().Select(rune => rune.Value).ToList();
        var output = new StringBuilder().Append(string.Concat(points.Where(point => point < 0x80).Select(point => (char)point)));
        var basic = output.Length;
        if (basic > 0)
        {
            output.Append('-');
        }

        var (n, delta, bias, handled) = (0x80, 0, 72, basic);
        while (handled < points.Count)
        {
            var next = points.Where(point => point >= n).Min();
            delta += (next - n) * (handled + 1);
            n = next;
            foreach (var point in points)
            {
                delta += point < n ? 1 : 0;
                if (point == n)
                {
                    Append(output, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            n++;
        }

        return output.ToString();
    }

    private static void Append(StringBuilder output, int value, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Math.Clamp(k - bias, TMin, TMax);
            if (value < threshold)
            {
                output.Append(Digit(value));
                return;
            }

            output.Append(Digit(threshold + ((value - threshold) % (Base - threshold))));
            value = (value - threshold) / (Base - threshold);
        }
    }

    private static int Adapt(int delta, int count, bool first)
    {
        delta /= first ? 700 : 2;
        delta += delta / count;
        var k = 0;
        for (; delta > ((Base - TMin) * TMax) / 2; k += Base)
        {
            delta /= Base - TMin;
        }

        return k + ((Base - TMin + 1) * delta / (delta + 38));
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);
}
