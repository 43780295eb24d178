using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>Where an item's text stands: in a string value, or in the key of a member.</summary>
internal readonly record struct ItemPlace(JsonPart Part, bool IsKey)
{
    public string Text => (IsKey ? Part.Key : Part.Text)!;
}
