using System.Globalization;

namespace Signet.Policy.Pipeline;

/// <summary>The blocks that stand for a check which didn't do its work. None holds a word that the check said.</summary>
internal static class CheckFailure
{
    internal static CheckResult Threw(CheckSlot slot, Exception exception) =>
        CheckResult.Block($"the check {slot.Name} failed") with
        {
            Metadata = new Dictionary<string, string> { ["failed_check"] = slot.Name, ["error_class"] = exception.GetType().Name },
        };

    internal static CheckResult OverBudget(CheckSlot slot) =>
        CheckResult.Block($"the check {slot.Name} used up its processor time") with
        {
            Metadata = new Dictionary<string, string>
            {
                ["failed_check"] = slot.Name,
                ["cpu_budget_seconds"] = slot.CpuBudget.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            },
        };

    internal static CheckResult TimedOut(CheckSlot slot) =>
        CheckResult.Block($"the check {slot.Name} took too long") with
        {
            Metadata = new Dictionary<string, string>
            {
                ["failed_check"] = slot.Name,
                ["timeout_seconds"] = slot.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            },
        };

    internal static CheckResult BrokeContract(CheckSlot slot, string how) =>
        CheckResult.Block($"the check {slot.Name} broke its contract: {how}") with
        {
            Metadata = new Dictionary<string, string> { ["failed_check"] = slot.Name },
        };
}
