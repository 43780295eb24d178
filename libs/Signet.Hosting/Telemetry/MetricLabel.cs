using System.Globalization;

namespace Signet.Hosting.Telemetry;

/// <summary>
/// What may stand in a metric's label: words of the project's own. A stranger's text would let him create time series without end.
/// </summary>
internal static class MetricLabel
{
    public const string Other = "other";

    private const int MaxLength = 128;
    private const int FirstStatus = 100;
    private const int LastStatus = 599;

    private static readonly string[] Statuses =
        [.. Enumerable.Range(FirstStatus, LastStatus - FirstStatus + 1).Select(status => status.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The value itself if it is a name (letters a to z, digits, <c>_ . -</c>; at most 128), else "other".</summary>
    public static string Of(string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > MaxLength)
        {
            return Other;
        }

        foreach (char c in value)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '.' or '-'))
            {
                return Other;
            }
        }

        return value;
    }

    public static string OfStatus(int status) => status is >= FirstStatus and <= LastStatus ? Statuses[status - FirstStatus] : Other;
}
