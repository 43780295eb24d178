using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Signet.Gateway.Json;

/// <summary>One value of a JSON text, with the octets that it stands in.</summary>
internal sealed class JsonPart
{
    private static readonly List<JsonPart> None = [];

    private List<JsonPart>? _children;

    public required JsonValueKind Kind { get; init; }

    /// <summary>The first octet of the value; for a string, its opening quote.</summary>
    public required int Start { get; init; }

    /// <summary>The octet after the value.</summary>
    public int End { get; set; }

    public JsonPart? Parent { get; init; }

    /// <summary>Its place among the values of its parent.</summary>
    public int Position { get; init; }

    /// <summary>The key, decoded; null outside objects.</summary>
    public string? Key { get; init; }

    /// <summary>The opening quote of the key.</summary>
    public int KeyStart { get; init; }

    /// <summary>The octet after the closing quote of the key.</summary>
    public int KeyEnd { get; init; }

    /// <summary>The decoded text of a string; null for anything else.</summary>
    public string? Text { get; init; }

    /// <summary>Its values in order. A list and not an interface, so that walking it makes no enumerator.</summary>
    public List<JsonPart> Children => _children ?? None;

    public bool IsObject => Kind == JsonValueKind.Object;

    public bool IsArray => Kind == JsonValueKind.Array;

    public bool IsString => Kind == JsonValueKind.String;

    public bool IsNull => Kind == JsonValueKind.Null;

    public void Add(JsonPart child) => (_children ??= []).Add(child);

    public JsonPart? Member(string key)
    {
        if (IsObject)
        {
            foreach (var child in Children)
            {
                if (child.Key == key)
                {
                    return child;
                }
            }
        }

        return null;
    }

    /// <summary>The text of a string member, or null.</summary>
    public string? MemberText(string key) => Member(key)?.Text;

    /// <summary>The value of an integer that stands in <paramref name="octets"/>, or null.</summary>
    public long? Integer(ReadOnlySpan<byte> octets) =>
        Kind == JsonValueKind.Number
        && long.TryParse(octets[Start..End], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>
    /// Where it stands, as a JSON Pointer (RFC 6901). A key outside <paramref name="vocabulary"/> may be content, so it is named by
    /// its position in the object: <c>*2</c>.
    /// </summary>
    public string Pointer(FrozenSet<string> vocabulary)
    {
        var text = new StringBuilder();
        AppendPointer(text, vocabulary);
        return text.ToString();
    }

    private void AppendPointer(StringBuilder text, FrozenSet<string> vocabulary)
    {
        if (Parent is null)
        {
            return;
        }

        Parent.AppendPointer(text, vocabulary);
        text.Append('/');
        if (Key is null)
        {
            text.Append(Position);
        }
        else if (vocabulary.Contains(Key))
        {
            text.Append(Key);
        }
        else
        {
            text.Append('*').Append(Position);
        }
    }
}
