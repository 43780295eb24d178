using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>Visits the strings of a value.</summary>
internal static class StringWalk
{
    /// <summary>Every key outside <paramref name="vocabulary"/> and every string value below <paramref name="part"/>, in order.</summary>
    /// <remarks>Recursion is bounded by <see cref="JsonTree.MaxDepth"/>.</remarks>
    public static void Visit(JsonPart part, ICollection<string> vocabulary, Action<ItemPlace> visit)
    {
        if (part.Key is not null && !vocabulary.Contains(part.Key))
        {
            visit(new ItemPlace(part, IsKey: true));
        }

        if (part.IsString)
        {
            visit(new ItemPlace(part, IsKey: false));
        }

        foreach (var child in part.Children)
        {
            Visit(child, vocabulary, visit);
        }
    }
}
