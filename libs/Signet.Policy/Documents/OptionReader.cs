using System.Globalization;
using System.Text.Json;

namespace Signet.Policy.Documents;

/// <summary>
/// Reads one JSON object strictly: members that nobody asked for, members that stand twice and values of a wrong type or out of range
/// are errors. Every method gives its default after an error, so that one look finds all of them.
/// </summary>
public sealed class OptionReader
{
    private const int MaxErrors = 100;

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<OptionReader> _children = [];
    private readonly List<PolicyError> _errors;
    private readonly List<PolicyWarning> _warnings;

    internal OptionReader(string path, JsonElement element, List<PolicyError> errors, List<PolicyWarning> warnings)
    {
        Path = path;
        (_errors, _warnings) = (errors, warnings);
        if (element.ValueKind != JsonValueKind.Object)
        {
            Error(null, "must be an object");
            return;
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                Error(member.Name, "stands twice");
            }
        }
    }

    /// <summary>Where the object stands: a JSON Pointer.</summary>
    public string Path { get; }

    /// <summary>Reports that a member, or with null the object itself, is wrong.</summary>
    public void Error(string? member, string message)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new PolicyError(member is null ? Path : Pointer(member), message));
        }
    }

    /// <summary>Says that a member, or with null the object itself, is allowed and weak.</summary>
    public void Warn(string? member, string message)
    {
        if (_warnings.Count < MaxErrors)
        {
            _warnings.Add(new PolicyWarning(member is null ? Path : Pointer(member), message));
        }
    }

    /// <summary>True when the member is there.</summary>
    public bool Has(string member) => _members.ContainsKey(member);

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters, or null when it is absent.</summary>
    public string? Text(string member, int maxLength = 1024) => Text(member, 1, maxLength);

    /// <summary>A text of <paramref name="minLength"/> to <paramref name="maxLength"/> characters, or null when it is absent.</summary>
    public string? Text(string member, int minLength, int maxLength)
    {
        if (!TryTake(member, out JsonElement value))
        {
            return null;
        }

        return AsText(member, value, minLength, maxLength);
    }

    /// <summary>A text that must be there; empty after an error.</summary>
    public string RequiredText(string member, int maxLength = 1024)
    {
        if (!Has(member))
        {
            Error(member, "is required");
        }

        return Text(member, maxLength) ?? "";
    }

    /// <summary>True or false.</summary>
    public bool Flag(string member, bool defaultValue)
    {
        if (!TryTake(member, out JsonElement value))
        {
            return defaultValue;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Error(member, "must be true or false");
        return defaultValue;
    }

    /// <summary>A whole number of a range.</summary>
    public int Number(string member, int min, int max, int defaultValue) => (int)LongNumber(member, min, max, defaultValue);

    /// <summary>A whole number of a range.</summary>
    public long LongNumber(string member, long min, long max, long defaultValue)
    {
        if (!TryTake(member, out JsonElement value))
        {
            return defaultValue;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= min && number <= max)
        {
            return number;
        }

        Error(member, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return defaultValue;
    }

    /// <summary>A number of a range that needn't be whole.</summary>
    public decimal Fraction(string member, decimal min, decimal max, decimal defaultValue)
    {
        if (!TryTake(member, out JsonElement value))
        {
            return defaultValue;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && number >= min && number <= max)
        {
            return number;
        }

        Error(member, string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}"));
        return defaultValue;
    }

    /// <summary>Any JSON value as it stands, such as a schema; null when it is absent. It is a copy that lives on.</summary>
    public JsonElement? Json(string member) => TryTake(member, out JsonElement value) ? value.Clone() : null;

    /// <summary>One of several words.</summary>
    public T Choice<T>(string member, T defaultValue, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (!TryTake(member, out JsonElement value))
        {
            return defaultValue;
        }

        string? word = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        List<string> words = [];
        foreach ((string known, T result) in choices)
        {
            if (known == word)
            {
                return result;
            }

            words.Add(known);
        }

        Error(member, "must be one of " + string.Join(", ", words));
        return defaultValue;
    }

    /// <summary>A list of texts; empty when it is absent.</summary>
    public IReadOnlyList<string> Texts(string member, int maxCount, int maxLength = 1024)
    {
        List<string> texts = [];
        foreach ((string path, JsonElement value) in List(member, maxCount))
        {
            texts.Add(AsText(path, value, 1, maxLength) ?? "");
        }

        return texts;
    }

    /// <summary>A list of words of a set, each at most once; null when it is absent.</summary>
    public IReadOnlyList<T>? Words<T>(string member, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (!Has(member))
        {
            return null;
        }

        List<T> values = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach ((string path, JsonElement value) in List(member, choices.Length))
        {
            string? word = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            bool known = false;
            foreach ((string choice, T result) in choices)
            {
                if (choice == word && seen.Add(choice))
                {
                    values.Add(result);
                    known = true;
                }
            }

            if (!known)
            {
                Error(path, "must be one of the known words, and stand once");
            }
        }

        return values;
    }

    /// <summary>A list of objects; empty when it is absent.</summary>
    public IReadOnlyList<OptionReader> Objects(string member, int maxCount)
    {
        List<OptionReader> objects = [];
        foreach ((string path, JsonElement value) in List(member, maxCount))
        {
            objects.Add(Child(path, value));
        }

        return objects;
    }

    /// <summary>An object whose members are objects, with their names; empty when it is absent.</summary>
    public IReadOnlyList<KeyValuePair<string, OptionReader>> Map(string member, int maxCount)
    {
        List<KeyValuePair<string, OptionReader>> entries = [];
        if (!TryTake(member, out JsonElement value))
        {
            return entries;
        }

        OptionReader map = Child(member, value);
        foreach ((string name, JsonElement entry) in map._members)
        {
            map._read.Add(name);
            if (entries.Count == maxCount)
            {
                Error(member, string.Create(CultureInfo.InvariantCulture, $"must not have more than {maxCount} members"));
                break;
            }

            entries.Add(new(name, map.Child(name, entry)));
        }

        return entries;
    }

    /// <summary>Reports every member that nobody read, here and below.</summary>
    internal void Finish()
    {
        foreach (string member in _members.Keys.Where(member => !_read.Contains(member)))
        {
            Error(member, "is not known");
        }

        foreach (OptionReader child in _children)
        {
            child.Finish();
        }
    }

    private List<(string Path, JsonElement Value)> List(string member, int maxCount)
    {
        List<(string, JsonElement)> items = [];
        if (!TryTake(member, out JsonElement value))
        {
            return items;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxCount)
        {
            Error(member, string.Create(CultureInfo.InvariantCulture, $"must be a list of at most {maxCount}"));
            return items;
        }

        foreach (JsonElement item in value.EnumerateArray())
        {
            items.Add((member + "/" + items.Count.ToString(CultureInfo.InvariantCulture), item));
        }

        return items;
    }

    private string? AsText(string member, JsonElement value, int minLength, int maxLength)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (text is not null && text.Length >= minLength && text.Length <= maxLength)
        {
            return text;
        }

        Error(member, string.Create(CultureInfo.InvariantCulture, $"must be a text of {minLength} to {maxLength} characters"));
        return null;
    }

    private OptionReader Child(string member, JsonElement value)
    {
        OptionReader child = new(Pointer(member), value, _errors, _warnings);
        _children.Add(child);
        return child;
    }

    private bool TryTake(string member, out JsonElement value)
    {
        _read.Add(member);
        return _members.TryGetValue(member, out value);
    }

    // A position in a list is given as "member/3", with a slash that must stay; a member's own name never gets here with one unescaped.
    private string Pointer(string member)
    {
        int slash = member.LastIndexOf('/');
        bool isPosition = slash > 0 && !_members.ContainsKey(member) && member.AsSpan(slash + 1).IndexOfAnyExceptInRange('0', '9') < 0;
        return isPosition ? $"{Path}/{Escape(member[..slash])}{member[slash..]}" : $"{Path}/{Escape(member)}";
    }

    private static string Escape(string member) =>
        member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
