using System.Globalization;
using Signet.Policy.Checks.TokenBudget;

namespace Signet.Policy.Tests.Checks.TokenBudget;

public sealed class BudgetWindowTests
{
    [Theory]
    [InlineData("Minute", "2028-02-29T13:37:59.9999999+00:00", "2028-02-29T13:37:00", "2028-02-29T13:38:00")]
    [InlineData("Minute", "2028-02-29T13:38:00+00:00", "2028-02-29T13:38:00", "2028-02-29T13:39:00")]
    [InlineData("Hour", "2028-02-29T13:37:59+05:30", "2028-02-29T08:00:00", "2028-02-29T09:00:00")]
    [InlineData("Day", "2028-03-01T01:00:00+02:00", "2028-02-29T00:00:00", "2028-03-01T00:00:00")]
    [InlineData("Month", "2028-02-29T13:37:59+00:00", "2028-02-01T00:00:00", "2028-03-01T00:00:00")]
    [InlineData("Month", "2028-12-31T23:59:59+00:00", "2028-12-01T00:00:00", "2029-01-01T00:00:00")]
    public void Of_Time_IsThePeriodInUtc(string period, string now, string start, string end)
    {
        BudgetWindow window = BudgetWindow.Of(Enum.Parse<BudgetPeriod>(period), DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        Assert.Equal((start, end), (Text(window.Start), Text(window.End)));
    }

    private static string Text(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("s", CultureInfo.InvariantCulture);
}
