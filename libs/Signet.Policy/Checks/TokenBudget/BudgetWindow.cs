namespace Signet.Policy.Checks.TokenBudget;

/// <summary>One period of a budget.</summary>
/// <param name="Start">Its first tick, in UTC.</param>
/// <param name="End">The first tick after it.</param>
internal readonly record struct BudgetWindow(long Start, long End)
{
    /// <summary>The period that <paramref name="now"/> lies in.</summary>
    internal static BudgetWindow Of(BudgetPeriod period, DateTimeOffset now)
    {
        long ticks = now.UtcTicks;
        switch (period)
        {
            case BudgetPeriod.Minute:
                return Aligned(ticks, TimeSpan.TicksPerMinute);
            case BudgetPeriod.Hour:
                return Aligned(ticks, TimeSpan.TicksPerHour);
            case BudgetPeriod.Day:
                return Aligned(ticks, TimeSpan.TicksPerDay);
            default:
                DateTime first = new(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc);
                return new BudgetWindow(first.Ticks, first.AddMonths(1).Ticks);
        }
    }

    private static BudgetWindow Aligned(long ticks, long length) => new(ticks - (ticks % length), ticks - (ticks % length) + length);
}
