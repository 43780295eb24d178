using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Documents;

/// <summary>Reads the members of a policy document.</summary>
internal sealed class PolicyDocumentReader(CheckRegistry registry, IReadOnlyList<PolicyWarning> warnings)
{
    private const int MaxPolicies = 64;
    private const int MaxSelections = 256;
    private const int MaxPatterns = 256;

    private static readonly string[] CriterionNames = ["surfaces", "models", "upstreams", "owners"];

    private static readonly string[] OwnerTypes = ["human:", "agent:", "policy:"];

    internal PolicyDocument Read(OptionReader root)
    {
        root.Require("version");
        root.Number("version", 1, 1, 1);
        bool passUnknown = root.Choice("unknown_content", false, ("deny", false), ("pass", true));
        bool passUnknownPaths = root.Choice("unknown_paths", false, ("deny", false), ("pass", true));
        if (passUnknownPaths)
        {
            root.Warn("unknown_paths", "paths that signet doesn't know pass, and tool calls aren't recognised there");
        }

        DocumentPolicy defaultPolicy = DocumentPolicy.Read(root, PolicyPipeline.DefaultName, registry, parent: null);
        if (!defaultPolicy.Checks.Any(check => check.ResolvesOwner))
        {
            root.Warn("checks", "no check finds out who answers for a request");
        }

        List<DocumentPolicy> policies = ReadPolicies(root, defaultPolicy);
        List<PolicySelection> selections = ReadSelections(root, policies);
        root.Finish();
        return new PolicyDocument(policies, selections, passUnknown, passUnknownPaths, warnings);
    }

    /// <summary>The default policy and the named ones, in the order of the document.</summary>
    private List<DocumentPolicy> ReadPolicies(OptionReader root, DocumentPolicy defaultPolicy)
    {
        List<DocumentPolicy> policies = [defaultPolicy];
        foreach ((string name, OptionReader options) in root.Map("policies", MaxPolicies))
        {
            if (!CheckName.IsValid(name) || name == PolicyPipeline.DefaultName)
            {
                options.Error(null, "has a name that doesn't match [a-z][a-z0-9_]{0,63}, or is default or pipeline");
            }

            DocumentPolicy? parent = null;
            if (options.Text("extends", CheckName.MaxLength) is { } extends && (parent = policies.Find(policy => policy.Name == extends)) is null)
            {
                options.Error("extends", "is neither default nor a policy that stands before this one");
            }

            DocumentPolicy read = DocumentPolicy.Read(options, name, registry, parent);
            if (read.Checks.Any(check => check.ResolvesOwner && check.Policy != PolicyPipeline.DefaultName))
            {
                options.Error("checks", "holds a check that finds out who answers for a request; such checks belong to the top level");
            }

            // Whoever answers for a request is found out once, for whatever policy.
            IEnumerable<PolicyCheck> owners = defaultPolicy.Checks.Where(check => check.ResolvesOwner);
            policies.Add(read with { Checks = [.. owners, .. read.Checks.Where(check => !check.ResolvesOwner)] });
            WarnOfWeaker(options, policies[^1], defaultPolicy);
        }

        return policies;
    }

    private static void WarnOfWeaker(OptionReader options, DocumentPolicy policy, DocumentPolicy defaultPolicy)
    {
        foreach (string kind in defaultPolicy.Checks.Select(check => check.Kind).Distinct())
        {
            if (policy.Checks.All(check => check.Kind != kind))
            {
                options.Warn("checks", $"lacks {kind}, which the default policy has");
            }
        }
    }

    private static List<PolicySelection> ReadSelections(OptionReader root, List<DocumentPolicy> policies)
    {
        List<PolicySelection> selections = [];
        foreach (OptionReader options in root.Objects("select", MaxSelections))
        {
            PolicySelection selection = new()
            {
                Policy = options.RequiredText("policy", CheckName.MaxLength),
                Surfaces = Patterns(options, "surfaces"),
                Models = Patterns(options, "models"),
                Upstreams = Patterns(options, "upstreams"),
                Owners = Patterns(options, "owners"),
            };
            if (policies.TrueForAll(policy => policy.Name != selection.Policy))
            {
                options.Error("policy", "is not a policy of this document");
            }

            if (options.Texts("owners", MaxPatterns, NamePattern.MaxLength).Any(owner => !NamesAType(owner)))
            {
                options.Error("owners", "must name owners as human:<id>, agent:<id>, policy:<id> or unresolved, with * only at the end");
            }

            if (!CriterionNames.Any(options.Has))
            {
                options.Error(null, "says of no request that it is meant: name surfaces, models, upstreams or owners");
            }

            selections.Add(selection);
        }

        foreach (DocumentPolicy policy in policies.Skip(1).Where(policy => selections.TrueForAll(selection => selection.Policy != policy.Name)))
        {
            root.Warn("policies", $"nothing selects {policy.Name}");
        }

        return selections;
    }

    private static bool NamesAType(string owner) =>
        owner == Owner.Unresolved.ToString() || OwnerTypes.Any(type => owner.StartsWith(type, StringComparison.Ordinal));

    private static List<NamePattern> Patterns(OptionReader options, string member)
    {
        List<NamePattern> patterns = [];
        foreach (string text in options.Texts(member, MaxPatterns, NamePattern.MaxLength))
        {
            if (NamePattern.TryParse(text, out NamePattern pattern))
            {
                patterns.Add(pattern);
            }
            else
            {
                options.Error(member, "holds a name with a star that isn't at its end");
            }
        }

        return patterns;
    }
}
