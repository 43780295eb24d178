using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Signet.Policy.Schemas.Reading;

/// <summary>The keywords of one schema object. Those that nobody took are errors.</summary>
internal sealed class SchemaMembers
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly SchemaErrors _errors;

    internal SchemaMembers(string location, JsonElement schema, SchemaErrors errors)
    {
        (Location, _errors) = (location, errors);
        foreach (JsonProperty member in schema.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                Error(member.Name, "stands twice");
            }
        }
    }

    /// <summary>Where the object stands.</summary>
    internal string Location { get; }

    internal static string Below(string location, string member) =>
        $"{location}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    internal static string Below(string location, int index) => string.Create(CultureInfo.InvariantCulture, $"{location}/{index}");

    internal string LocationOf(string keyword) => Below(Location, keyword);

    internal void Error(string keyword, string message) => _errors.Add(LocationOf(keyword), message);

    internal bool TryTake(string keyword, out JsonElement value) => _members.Remove(keyword, out value);

    /// <summary>Takes a keyword whose value has to be of a kind.</summary>
    internal bool TryTake(string keyword, JsonValueKind kind, out JsonElement value)
    {
        if (!TryTake(keyword, out value))
        {
            return false;
        }

        if (value.ValueKind == kind)
        {
            return true;
        }

        Error(keyword, kind switch
        {
            JsonValueKind.Array => "must be a list",
            JsonValueKind.Object => "must be an object",
            _ => "must be a text",
        });
        return false;
    }

    internal string? Text(string keyword) => TryTake(keyword, JsonValueKind.String, out JsonElement value) ? value.GetString() : null;

    /// <summary>A whole number of 0 or more.</summary>
    internal int? Count(string keyword)
    {
        if (!TryTake(keyword, out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count >= 0)
        {
            return count;
        }

        Error(keyword, "must be a whole number of 0 or more");
        return null;
    }

    internal ExactNumber? Number(string keyword)
    {
        if (!TryTake(keyword, out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && ExactNumber.TryParse(JsonMarshal.GetRawUtf8Value(value), out ExactNumber number))
        {
            return number;
        }

        Error(keyword, "must be a number of at most 128 characters and an exponent of at most 400");
        return null;
    }

    /// <summary>A list of texts, each once.</summary>
    internal IReadOnlyList<string> Texts(string keyword)
    {
        if (!TryTake(keyword, JsonValueKind.Array, out JsonElement value))
        {
            return [];
        }

        return Texts(LocationOf(keyword), value);
    }

    internal IReadOnlyList<string> Texts(string location, JsonElement list)
    {
        List<string> texts = [];
        int index = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            string? text = item.ValueKind == JsonValueKind.String ? item.GetString() : null;
            if (text is null || texts.Contains(text))
            {
                _errors.Add(Below(location, index), "must be a text that stands once");
            }
            else
            {
                texts.Add(text);
            }

            index++;
        }

        return texts;
    }

    /// <summary>Reports what nobody took.</summary>
    internal void Finish()
    {
        foreach (string keyword in _members.Keys)
        {
            Error(keyword, "is not a keyword that is understood");
        }
    }
}
