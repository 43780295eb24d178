namespace Signet.Policy.Text;

/// <summary>The code points that show nothing: the property Default_Ignorable_Code_Point (UAX #44), from the published table.</summary>
internal static class DefaultIgnorables
{
    private static readonly int[] Firsts;
    private static readonly int[] Lasts;

    static DefaultIgnorables()
    {
        List<(int First, int Last)> ranges = [];
        foreach (string line in UnicodeData.Lines("DefaultIgnorable.txt"))
        {
            ReadOnlySpan<char> range = line.AsSpan(0, line.IndexOf(';', StringComparison.Ordinal)).Trim();
            int dots = range.IndexOf("..", StringComparison.Ordinal);
            ranges.Add(dots < 0
                ? (UnicodeData.CodePoint(range), UnicodeData.CodePoint(range))
                : (UnicodeData.CodePoint(range[..dots]), UnicodeData.CodePoint(range[(dots + 2)..])));
        }

        ranges.Sort();
        Firsts = [.. ranges.Select(range => range.First)];
        Lasts = [.. ranges.Select(range => range.Last)];
    }

    internal static bool Contains(int codePoint)
    {
        int found = Array.BinarySearch(Firsts, codePoint);
        int range = found >= 0 ? found : ~found - 1;
        return range >= 0 && codePoint <= Lasts[range];
    }
}
