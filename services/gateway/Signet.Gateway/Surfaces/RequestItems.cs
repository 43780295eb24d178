using System.Collections.Frozen;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces;

/// <summary>Collects the content items of a request and the places where their texts stand.</summary>
/// <param name="keys">The keys that the specification fixes.</param>
internal sealed class RequestItems(FrozenSet<string> keys)
{
    private const int MaxUnknowns = 16;

    private readonly List<ContentItem> _items = [];
    private readonly List<ItemPlace> _places = [];
    private readonly HashSet<string> _unknowns = [];

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

    /// <summary>Notes something that the surface doesn't know by name; its texts are added like all others.</summary>
    public void AddUnknown(string? name)
    {
        if (_unknowns.Count < MaxUnknowns)
        {
            _unknowns.Add(UnknownName.Of(name));
        }
    }

    public SurfaceRequest ToRequest(string? model, bool stream) => new(_items, _places, model, stream) { Unknowns = _unknowns };
}
