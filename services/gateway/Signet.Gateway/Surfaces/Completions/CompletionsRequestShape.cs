using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Completions;

/// <summary>The shape that a request must have, so that every check knows what it looks at.</summary>
internal static class CompletionsRequestShape
{
    /// <summary>A stable token for what is wrong, or null.</summary>
    public static string? Fault(JsonPart root)
    {
        if (RequestShape.TextFault(root, "prompt") is { } prompt)
        {
            return prompt;
        }

        return root.Member("suffix") is { IsString: false, IsNull: false } ? "suffix_not_a_string" : RequestShape.Fault(root);
    }
}
