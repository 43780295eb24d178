using System.Text.RegularExpressions;
using Signet.Policy.Checks.ToolCallInspector.Arguments;
using Signet.Policy.Documents;

namespace Signet.Policy.Checks.ToolCallInspector.Reading;

/// <summary>Reads <c>paths</c>.</summary>
internal static class PathRuleReader
{
    private const int MaxRules = 32;
    private const int MaxRoots = 32;
    private const int MaxGlobs = 64;
    private const int MaxLength = 512;

    internal static IReadOnlyList<PathRule> Read(OptionReader tool)
    {
        List<PathRule> rules = [];
        foreach (OptionReader reader in tool.Objects("paths", MaxRules))
        {
            bool ignoreCase = reader.Choice("case", false, ("sensitive", false), ("insensitive", true));
            PathRule rule = new()
            {
                At = LocationReader.Required(reader, "at"),
                Optional = reader.Flag("optional", false),
                IgnoreCase = ignoreCase,
                Roots = [.. reader.Texts("roots", MaxRoots, MaxLength).Select(root => Normal(reader, "roots", root, ignoreCase))],
                RelativeTo = reader.Text("relative_to", MaxLength) is { } text ? Normal(reader, "relative_to", text, ignoreCase) : null,
                Allow = Globs(reader, "allow", ignoreCase),
                Deny = Globs(reader, "deny", ignoreCase),
            };
            if (rule.Roots.Count + rule.Allow.Count + rule.Deny.Count == 0)
            {
                reader.Error(null, "needs roots, allow or deny");
            }
            else if (rule.Roots.Count + rule.Allow.Count == 0)
            {
                reader.Warn("deny", "alone allows every path that it doesn't name; roots or allow name the good ones");
            }

            rules.Add(rule);
        }

        return rules;
    }

    private static string Normal(OptionReader reader, string member, string text, bool ignoreCase)
    {
        if (!NormalPath.TryMake(text, null, ignoreCase, out string path))
        {
            reader.Error(member, "must be of absolute paths");
        }

        return path;
    }

    private static List<Regex> Globs(OptionReader reader, string member, bool ignoreCase)
    {
        List<Regex> globs = [];
        foreach (string text in reader.Texts(member, MaxGlobs, MaxLength))
        {
            if (PathGlob.TryCompile(text, ignoreCase, out Regex? glob))
            {
                globs.Add(glob);
            }
            else
            {
                reader.Error(member, "must be of patterns that begin with / or **/, with ** only as a segment of its own");
            }
        }

        return globs;
    }
}
