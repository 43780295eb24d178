using Signet.Policy.Pipeline;

namespace Signet.Policy.Documents;

/// <summary>One check of a policy as the document has it: its kind, its name, and what every check can be told.</summary>
internal sealed record PolicyCheck
{
    internal const int MaxPriority = 1_000_000;
    internal const int MaxTimeoutMilliseconds = 600_000;

    /// <summary>The policy in which it stands.</summary>
    internal required string Policy { get; init; }

    /// <summary>What the document says as <c>check</c>.</summary>
    internal required string Kind { get; init; }

    internal required string Name { get; init; }

    internal required bool ResolvesOwner { get; init; }

    internal required Func<CheckEnvironment, ICheck> Make { get; init; }

    internal int? Priority { get; init; }

    internal TimeSpan? Timeout { get; init; }

    internal TimeSpan? CpuBudget { get; init; }

    /// <summary>Reads one entry of <c>checks</c>; null when it is none, which the reader then has been told.</summary>
    internal static PolicyCheck? Read(
        OptionReader options, string policy, CheckRegistry registry, IReadOnlyCollection<PolicyCheck> before)
    {
        (string kind, string name, int? priority, int? timeout, int? budget) = ReadCommon(options);
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

        return new PolicyCheck
        {
            Policy = policy,
            Kind = kind,
            Name = name,
            ResolvesOwner = definition.ResolvesOwner,
            Make = definition.Factory(options),
            Priority = priority,
            Timeout = Milliseconds(timeout),
            CpuBudget = Milliseconds(budget),
        };
    }

    /// <summary>Reads what every entry can say.</summary>
    internal static (string Kind, string Name, int? Priority, int? Timeout, int? CpuBudget) ReadCommon(OptionReader options)
    {
        string kind = options.RequiredText("check", CheckName.MaxLength);
        string name = options.Text("name", CheckName.MaxLength) ?? kind;
        int? priority = Optional(options, "priority", -MaxPriority, MaxPriority);
        int? timeout = Optional(options, "timeout_ms", 1, MaxTimeoutMilliseconds);
        return (kind, name, priority, timeout, Optional(options, "cpu_budget_ms", 1, MaxTimeoutMilliseconds));
    }

    /// <summary>Makes the check, with what the policy says of it in place of what it says itself.</summary>
    internal CheckSlot Build(CheckEnvironment environment)
    {
        ICheck check = Make(environment);
        if (check is IOwnerCheck != ResolvesOwner)
        {
            throw new ArgumentException($"The definition of {Kind} is wrong about whether it finds out who answers for a request.");
        }

        TimeSpan timeout = Timeout ?? check.Timeout;
        TimeSpan budget = CpuBudget ?? check.CpuBudget;
        return new CheckSlot(check, Name, Priority ?? check.Priority, timeout, budget < timeout ? budget : timeout);
    }

    private static int? Optional(OptionReader options, string member, int min, int max) =>
        options.Has(member) ? options.Number(member, min, max) : null;

    private static TimeSpan? Milliseconds(int? value) => value is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
