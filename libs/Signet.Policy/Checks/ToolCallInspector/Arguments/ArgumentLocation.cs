using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// A place in a tool's arguments: a JSON Pointer (RFC 6901), in which <c>*</c> stands for every item of a list. Immutable.
/// </summary>
internal sealed class ArgumentLocation
{
    private const int MaxSegments = 16;

    private readonly Segment[] _segments;

    private ArgumentLocation(string pointer, Segment[] segments) => (Pointer, _segments) = (pointer, segments);

    /// <summary>The arguments as a whole.</summary>
    internal static ArgumentLocation Whole { get; } = new("", []);

    internal string Pointer { get; }

    /// <summary>Reads a pointer of 0 to 16 segments; false when it is none.</summary>
    internal static bool TryParse(string pointer, [NotNullWhen(true)] out ArgumentLocation? location)
    {
        location = null;
        if (pointer.Length > 0 && pointer[0] != '/')
        {
            return false;
        }

        string[] texts = pointer.Length == 0 ? [] : pointer[1..].Split('/');
        if (texts.Length > MaxSegments || texts.Any(text => !HasWholeEscapes(text)))
        {
            return false;
        }

        location = new ArgumentLocation(pointer, [.. texts.Select(Segment.Of)]);
        return true;
    }

    /// <summary>
    /// Adds the values at the place to <paramref name="values"/>, at most one more than a rule may have. Items of a list in which it is
    /// missing hide none of the others.
    /// </summary>
    internal LookUp Find(JsonElement arguments, List<JsonElement> values) => Find(arguments, 0, values);

    private LookUp Find(JsonElement value, int depth, List<JsonElement> values)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return LookUp.Missing;
        }

        if (depth == _segments.Length)
        {
            values.Add(value);
            return LookUp.Found;
        }

        Segment segment = _segments[depth];
        if (value.ValueKind == JsonValueKind.Array)
        {
            return segment.IsEvery ? FindInEvery(value, depth + 1, values)
                : segment.Index is not { } index ? LookUp.OtherType
                : index < value.GetArrayLength() ? Find(value[index], depth + 1, values)
                : LookUp.Missing;
        }

        if (value.ValueKind != JsonValueKind.Object || segment.IsEvery)
        {
            return LookUp.OtherType;
        }

        LookUp member = FindMember(value, segment, out JsonElement next);
        return member == LookUp.Found ? Find(next, depth + 1, values) : member;
    }

    private LookUp FindInEvery(JsonElement list, int depth, List<JsonElement> values)
    {
        LookUp result = LookUp.Found;
        foreach (JsonElement item in list.EnumerateArray())
        {
            // Null stands for a member that nobody gave; an item is there, whatever it is.
            LookUp found = item.ValueKind == JsonValueKind.Null ? LookUp.OtherType : Find(item, depth, values);
            if (found is LookUp.OtherType or LookUp.Ambiguous)
            {
                return found;
            }

            result = found == LookUp.Missing ? found : result;
            if (values.Count > LocatedRule.MaxValues)
            {
                break;
            }
        }

        return result;
    }

    private static LookUp FindMember(JsonElement value, Segment segment, out JsonElement found)
    {
        found = default;
        LookUp result = LookUp.Missing;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (member.NameEquals(segment.Octets))
            {
                (found, result) = (member.Value, LookUp.Found);
            }
            else if (IsAlike(member, segment))
            {
                return LookUp.Ambiguous;
            }
        }

        return result;
    }

    private static bool IsAlike(JsonProperty member, Segment segment)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8PropertyName(member);
        return Ascii.IsValid(raw) && Ascii.IsValid(segment.Octets) && !raw.Contains((byte)'\\')
            ? Ascii.EqualsIgnoreCase(raw, segment.Octets)
            : NameFolding.Fold(member.Name) == segment.Folded;
    }

    private static bool HasWholeEscapes(string text)
    {
        for (int at = text.IndexOf('~', StringComparison.Ordinal); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Segment(string Text, string Folded, byte[] Octets, int? Index)
    {
        internal bool IsEvery => Text == "*";

        internal static Segment Of(string escaped)
        {
            string text = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            bool isIndex = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && (text == "0" || text[0] != '0');
            return new Segment(text, NameFolding.Fold(text), Encoding.UTF8.GetBytes(text), isIndex ? index : null);
        }
    }
}
