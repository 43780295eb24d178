using Signet.Policy.Pipeline;

namespace Signet.Policy.Documents;

/// <summary>One check of a policy as the document has it: its kind, its name, and what every check can be told.</summary>
internal sealed record PolicyCheck(
    string Kind, string Name, Func<CheckEnvironment, ICheck> Make, int? Priority, TimeSpan? Timeout, TimeSpan? CpuBudget)
{
    internal const int MaxPriority = 1_000_000;
    internal const int MaxTimeoutMilliseconds = 600_000;

    /// <summary>Reads one entry of <c>checks</c>; null when it is none, which the reader then has been told.</summary>
    internal static PolicyCheck? Read(OptionReader options, CheckRegistry registry, IReadOnlyCollection<PolicyCheck> before)
    {
        string kind = options.RequiredText("check", CheckName.MaxLength);
        string name = options.Text("name", CheckName.MaxLength) ?? kind;
        int? priority = Optional(options, "priority", -MaxPriority, MaxPriority);
        int? timeout = Optional(options, "timeout_ms", 1, MaxTimeoutMilliseconds);
        int? budget = Optional(options, "cpu_budget_ms", 1, MaxTimeoutMilliseconds);
        if (registry.Find(kind) is not { } definition)
        {
            options.Error("check", "is not the name of a check");
            return null;
        }

        if (!CheckName.IsValid(name))
        {
            options.Error("name", "must match [a-z][a-z0-9_]{0,63} and not be pipeline");
        }
        else if (before.Any(check => check.Name == name))
        {
            options.Error(options.Has("name") ? "name" : "check", "stands twice in the policy; give one of them another name");
        }

        return new PolicyCheck(
            kind, name, definition.Factory(options), priority, Milliseconds(timeout), Milliseconds(budget));
    }

    /// <summary>Makes the check, with what the policy says of it in place of what it says itself.</summary>
    internal CheckSlot Build(CheckEnvironment environment)
    {
        ICheck check = Make(environment);
        TimeSpan timeout = Timeout ?? check.Timeout;
        return new CheckSlot(check, Name, Priority ?? check.Priority, timeout, CpuBudget ?? (check.CpuBudget < timeout ? check.CpuBudget : timeout));
    }

    private static int? Optional(OptionReader options, string member, int min, int max) =>
        options.Has(member) ? options.Number(member, min, max, min) : null;

    private static TimeSpan? Milliseconds(int? value) => value is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
