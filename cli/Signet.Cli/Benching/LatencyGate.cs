using System.Globalization;

namespace Signet.Cli.Benching;

/// <summary>The longest that a share of all requests may take: <c>p99=2ms</c>.</summary>
/// <param name="Name"><c>p50</c>, <c>p90</c>, <c>p99</c>, <c>p99.9</c> or <c>max</c>.</param>
/// <param name="Share">The share, above 0 to 1.</param>
/// <param name="Limit">The time.</param>
internal sealed record LatencyGate(string Name, double Share, TimeSpan Limit)
{
    /// <exception cref="UserErrorException">It isn't one.</exception>
    public static LatencyGate Parse(string text)
    {
        var split = text.Split('=', 2);
        return split.Length == 2 && ShareOf(split[0]) is { } share && TimeOf(split[1]) is { } limit
            ? new LatencyGate(split[0], share, limit)
            : throw new UserErrorException("--gate takes a percentile and a time, such as p99=2ms, p99.9=800us or max=1s.");
    }

    private static double? ShareOf(string name) => name == "max" ? 1
        : name.StartsWith('p') && double.TryParse(name.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and < 100
            ? percent / 100
            : null;

    private static TimeSpan? TimeOf(string text)
    {
        var (unit, digits) = text switch
        {
            _ when text.EndsWith("us", StringComparison.Ordinal) => (0.001, text[..^2]),
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (1, text[..^2]),
            _ when text.EndsWith('s') => (1000, text[..^1]),
            _ => (0d, ""),
        };
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * unit is > 0 and <= 3_600_000
            ? TimeSpan.FromMilliseconds(number * unit)
            : null;
    }
}
