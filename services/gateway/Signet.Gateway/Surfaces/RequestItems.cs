using System.Collections.Frozen;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces;

/// <summary>Collects the content items of a request and the places where their texts stand.</summary>
/// <param name="keys">The keys that the specification fixes.</param>
internal sealed class RequestItems(FrozenSet<string> keys)
{
    private readonly List<ContentItem> _items = [];
    private readonly List<ItemPlace> _places = [];

    /// <summary>Adds an item. The text of media isn't shown: checks count it as unread.</summary>
    public void Add(ItemPlace place, ContentKind kind, ContentRole role, int index)
    {
        var location = place.Part.Pointer(keys);
        _places.Add(place);
        _items.Add(new ContentItem
        {
            Kind = kind,
            Direction = ContentDirection.Request,
            Role = role,
            Index = index,
            Location = place.IsKey ? location + "/~key" : location,
            Text = kind == ContentKind.Media ? "" : place.Text,
        });
    }

    public SurfaceRequest ToRequest(string? model, bool stream) => new(_items, _places, model, stream);
}
