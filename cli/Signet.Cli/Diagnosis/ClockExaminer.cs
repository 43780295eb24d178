using System.Globalization;
using System.Runtime.CompilerServices;

namespace Signet.Cli.Diagnosis;

/// <summary>This machine's clock against those of everybody who was asked. Runs last.</summary>
internal sealed class ClockExaminer(Asking asking) : IExaminer
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);

    /// <summary>An anchor is refused when the token's time is further off.</summary>
    private static readonly TimeSpan Tolerance = Signet.Ledger.Anchors.AnchorVerifier.DefaultTolerance;

    public string Area => "clock";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (asking.Clocks.Count == 0)
        {
            yield return Finding.Skipped(Area, "nobody was asked who has a clock", "Give --gateway, --management, --tsa or a store in S3.");
            yield break;
        }

        // Of several answers of one, the one that was quickest says most.
        foreach (var reading in asking.Clocks.GroupBy(reading => reading.Who).Select(group => group.MinBy(reading => reading.Error)!))
        {
            yield return Judge(reading);
        }
    }

    internal Finding Judge(ClockReading reading)
    {
        var off = reading.Ahead.Duration() - reading.Error;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{reading.Who} is {reading.Ahead.Duration().TotalSeconds:F1} s {(reading.Ahead < TimeSpan.Zero ? "behind" : "ahead")} (± {reading.Error.TotalSeconds:F1} s)");
        const string Fix = "Set both clocks by NTP: anchors whose time is off by more than a minute are refused.";
        return off > Tolerance ? Finding.Failure(Area, text, Fix) : off > Noticeable ? Finding.Warning(Area, text, Fix) : Finding.Good(Area, text);
    }
}
