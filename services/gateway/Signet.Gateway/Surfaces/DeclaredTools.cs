using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>The names of the tools that a request declares, wherever an API has them.</summary>
internal static class DeclaredTools
{
    private static readonly string[] Lists = ["tools", "functions"];

    /// <summary>
    /// A name for each tool: its own, or the type of a tool of the provider's that has none; empty where there is neither. What an MCP
    /// server offers is not in the request: it counts as one tool.
    /// </summary>
    public static IReadOnlyList<string> Of(JsonPart? body)
    {
        List<string>? names = null;
        if (body is not null)
        {
            Add(body, ref names);
        }

        return names ?? (IReadOnlyList<string>)[];
    }

    /// <remarks>Recursion is bounded by <see cref="JsonTree.MaxDepth"/>.</remarks>
    private static void Add(JsonPart owner, ref List<string>? names)
    {
        foreach (var list in Lists)
        {
            if (owner.Member(list) is not { IsArray: true } tools)
            {
                continue;
            }

            foreach (var tool in tools.Children)
            {
                (names ??= []).Add(NameOf(tool));

                // A group of tools, which may have a name too.
                Add(tool, ref names);
            }
        }
    }

    private static string NameOf(JsonPart tool) =>
        tool.MemberText("name") ?? tool.Member("function")?.MemberText("name") ?? tool.Member("custom")?.MemberText("name")
        ?? tool.MemberText("type") ?? "";
}
