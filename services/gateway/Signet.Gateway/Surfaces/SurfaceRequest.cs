using System.Collections.Frozen;
using Signet.Gateway.Json;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces;

/// <summary>What a surface read out of a request.</summary>
/// <param name="Items">Everything that checks see, in the order of the body.</param>
/// <param name="Places">For each item, where its text stands.</param>
/// <param name="Model">The model asked for, or null.</param>
/// <param name="Stream">True when the caller wants events.</param>
internal sealed record SurfaceRequest(
    IReadOnlyList<ContentItem> Items, IReadOnlyList<ItemPlace> Places, string? Model, bool Stream)
{
    /// <summary>A body that nobody can read: one item without text, which every check counts as unread.</summary>
    public static SurfaceRequest Unread()
    {
        var items = new RequestItems(FrozenSet<string>.Empty);
        items.Add(new ItemPlace(new JsonPart { Kind = default, Start = 0 }, IsKey: false), ContentKind.Media, ContentRole.None, 0);
        return items.ToRequest(null, stream: false);
    }

    /// <summary>The names of what the surface doesn't know. What of it is text stands in <see cref="Items"/> all the same.</summary>
    public IReadOnlyCollection<string> Unknowns { get; init; } = [];
}
