using Signet.Policy.Checks.ToolCallInspector;

namespace Signet.Policy.Documents;

/// <summary>One policy of a document as it is written there, inherited checks included.</summary>
internal sealed record DocumentPolicy
{
    internal const int MaxChecks = 64;

    internal required string Name { get; init; }

    internal bool Shadow { get; init; }

    internal bool PassToolCalls { get; init; }

    internal IReadOnlyList<PolicyCheck> Checks { get; init; } = [];

    /// <summary>Reads what every policy has.</summary>
    /// <param name="options">Its object.</param>
    /// <param name="name">Its name.</param>
    /// <param name="registry">The checks that it may name.</param>
    /// <param name="parent">The policy whose checks it starts with and whose settings it takes where it says nothing, or null.</param>
    internal static DocumentPolicy Read(OptionReader options, string name, CheckRegistry registry, DocumentPolicy? parent)
    {
        bool shadow = options.Choice("mode", parent?.Shadow ?? false, ("enforce", false), ("shadow", true));
        bool passToolCalls = options.Choice("tool_calls", parent?.PassToolCalls ?? false, ("check", false), ("pass", true));
        bool allowNoChecks = options.Flag("allow_no_checks", false);
        List<PolicyCheck> own = [];
        foreach (OptionReader entry in options.Objects("checks", MaxChecks))
        {
            if (PolicyCheck.Read(entry, name, registry, own) is { } check)
            {
                own.Add(check);
            }
        }

        List<PolicyCheck> checks = parent is null ? own : Inherit(parent.Checks, own);
        if (checks.Count > MaxChecks)
        {
            options.Error("checks", "are more than 64 with the inherited ones");
        }
        else if (checks.Count == 0 && !allowNoChecks)
        {
            options.Error("checks", "is empty; say allow_no_checks: true if that is meant");
        }

        if (shadow)
        {
            options.Warn("mode", "nothing is enforced in shadow mode");
        }

        if (passToolCalls && !checks.Any(check => check.Kind == ToolCallInspectorCheck.CheckName))
        {
            options.Warn("tool_calls", "tool calls go out without being judged");
        }

        return new DocumentPolicy { Name = name, Shadow = shadow, PassToolCalls = passToolCalls, Checks = checks };
    }

    /// <summary>The parent's checks, those of a name that stands in the child replaced in their place, then the child's others.</summary>
    private static List<PolicyCheck> Inherit(IReadOnlyList<PolicyCheck> parent, List<PolicyCheck> own)
    {
        List<PolicyCheck> checks = [.. parent.Select(check => own.Find(mine => mine.Name == check.Name) ?? check)];
        checks.AddRange(own.Where(mine => parent.All(check => check.Name != mine.Name)));
        return checks;
    }
}
