using System.Text.Json;

namespace Signet.Policy.Schemas;

/// <summary>A value that a schema judges: of JSON, or the name of a member.</summary>
internal readonly struct SchemaValue
{
    private readonly string? _name;

    internal SchemaValue(JsonElement element) => Element = element;

    internal SchemaValue(string name) => _name = name;

    /// <summary>The value; of no use when it is a name.</summary>
    internal JsonElement Element { get; }

    internal JsonValueKind Kind => _name is null ? Element.ValueKind : JsonValueKind.String;

    /// <summary>The text of a string.</summary>
    internal string Text => _name ?? Element.GetString()!;
}
