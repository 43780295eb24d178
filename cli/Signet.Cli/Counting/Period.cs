using System.Globalization;

namespace Signet.Cli.Counting;

/// <summary>A span of time by the log's own clock, which never goes back: the start belongs to it, the end doesn't.</summary>
/// <param name="Since">Null for the log's beginning.</param>
/// <param name="Until">Null for its end.</param>
internal sealed record Period(DateTimeOffset? Since, DateTimeOffset? Until)
{
    private const int MaxDays = 36_500;

    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public bool Holds(DateTimeOffset time) => (Since is not { } since || time >= since) && (Until is not { } until || time < until);

    /// <exception cref="UserErrorException">A text is no time, or the end isn't after the start.</exception>
    public static Period Parse(string? since, string? until, DateTimeOffset now)
    {
        var period = new Period(Time(since, "--since", now), Time(until, "--until", now));
        return period is { Since: { } from, Until: { } to } && to <= from ? throw new UserErrorException("--until is after --since.") : period;
    }

    private static DateTimeOffset? Time(string? text, string option, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        return text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && Unit(text[^1]) is { } unit &&
            count <= MaxDays && unit * count <= TimeSpan.FromDays(MaxDays)
            ? now - (unit * count)
            : throw new UserErrorException($"{option} takes a UTC date or time, such as 2026-03-01 or 2026-03-01T08:30Z, or a time ago: 90m, 24h, 7d, 4w.");
    }

    private static TimeSpan? Unit(char letter) => letter switch
    {
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        'w' => TimeSpan.FromDays(7),
        _ => null,
    };
}
