namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>How random a text looks.</summary>
internal static class Entropy
{
    /// <summary>Shannon entropy of its characters in bits a character; at most the logarithm of its length.</summary>
    internal static double Of(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        foreach (char c in text)
        {
            counts[c & 127]++;
        }

        double sum = 0;
        foreach (int count in counts)
        {
            // Of one, which most are, the logarithm is 0.
            sum += count < 2 ? 0 : count * Math.Log2(count);
        }

        return text.IsEmpty ? 0 : Math.Log2(text.Length) - (sum / text.Length);
    }
}
