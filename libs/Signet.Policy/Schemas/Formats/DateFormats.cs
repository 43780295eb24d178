namespace Signet.Policy.Schemas.Formats;

/// <summary><c>date</c> and <c>date-time</c>: RFC 3339.</summary>
internal static class DateFormats
{
    private const int DateLength = 10;
    private const int TimeLength = 8;
    private const int MinutesADay = 24 * 60;

    internal static bool IsDate(string text) => text.Length == DateLength && IsDate(text.AsSpan());

    internal static bool IsDateTime(string text)
    {
        ReadOnlySpan<char> rest = text;
        if (rest.Length < DateLength + 1 + TimeLength + 1 || !IsDate(rest[..DateLength]) || rest[DateLength] is not ('T' or 't'))
        {
            return false;
        }

        ReadOnlySpan<char> time = rest.Slice(DateLength + 1, TimeLength);
        rest = rest[(DateLength + 1 + TimeLength)..];
        if (time[2] != ':' || time[5] != ':' || !TryRead(time[..2], 23, out int hour) || !TryRead(time[3..5], 59, out int minute)
            || !TryRead(time[6..], 60, out int second))
        {
            return false;
        }

        if (rest[0] == '.')
        {
            int end = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (end <= 0)
            {
                return false;
            }

            rest = rest[(1 + end)..];
        }

        // A leap second is the last one of a day in UTC.
        return TryReadOffset(rest, out int offset)
            && (second < 60 || ((hour * 60) + minute - offset + MinutesADay) % MinutesADay == MinutesADay - 1);
    }

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text[4] == '-' && text[7] == '-' && TryRead(text[..4], 9999, out int year) && TryRead(text[5..7], 12, out int month)
        && TryRead(text[8..10], 31, out int day) && month > 0 && day > 0

        // The calendar repeats every 400 years, and the one of .NET begins with the year 1.
        && day <= DateTime.DaysInMonth((year % 400) + 400, month);

    private static bool TryReadOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || !TryRead(text[1..3], 23, out int hour)
            || !TryRead(text[4..], 59, out int minute))
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryRead(ReadOnlySpan<char> digits, int max, out int value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return value <= max;
    }
}
