namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>How random a text looks.</summary>
internal static class Entropy
{
    // What n log n grows by with each character of a kind, as a whole number of parts, so that sums are exact where logarithms are.
    private const double Parts = 1L << 32;

    private static readonly long[] Steps = [.. Enumerable.Range(0, 512).Select(Step)];

    /// <summary>Shannon entropy of its characters in bits a character; at most the logarithm of its length.</summary>
    internal static double Of(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        long sum = 0;
        foreach (char c in text)
        {
            int count = counts[c & 127]++;
            sum += count < Steps.Length ? Steps[count] : Step(count);
        }

        return text.IsEmpty ? 0 : Math.Log2(text.Length) - (sum / Parts / text.Length);
    }

    private static long Step(int count) => Scaled(count + 1) - Scaled(count);

    private static long Scaled(int count) => count == 0 ? 0 : (long)Math.Round(count * Math.Log2(count) * Parts);
}
