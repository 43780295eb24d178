using System.Runtime.InteropServices;
using System.Text.Json;

namespace Signet.Policy.Schemas;

/// <summary>
/// Equality as JSON Schema means it: numbers by their value, objects whatever the order of their members. It pays for its work; once that
/// is used up its answers mean nothing.
/// </summary>
internal sealed class JsonEquality(SchemaRun run) : IEqualityComparer<JsonElement>
{
    /// <inheritdoc/>
    public bool Equals(JsonElement x, JsonElement y)
    {
        if (!run.TrySpend(1) || x.ValueKind != y.ValueKind)
        {
            return false;
        }

        return x.ValueKind switch
        {
            JsonValueKind.Number => NumberOf(x).Equals(NumberOf(y)),
            JsonValueKind.String => run.TrySpendText(JsonMarshal.GetRawUtf8Value(x).Length) && x.ValueEquals(y.GetString()),
            JsonValueKind.Array => AreListsEqual(x, y),
            JsonValueKind.Object => AreObjectsEqual(x, y),
            _ => true,
        };
    }

    /// <inheritdoc/>
    public int GetHashCode(JsonElement obj)
    {
        if (!run.TrySpend(1))
        {
            return 0;
        }

        switch (obj.ValueKind)
        {
            case JsonValueKind.Number:
                return NumberOf(obj).GetHashCode();
            case JsonValueKind.String:
                run.TrySpendText(JsonMarshal.GetRawUtf8Value(obj).Length);
                return obj.GetString()!.GetHashCode(StringComparison.Ordinal);
            case JsonValueKind.Array:
                HashCode list = default;
                foreach (JsonElement item in obj.EnumerateArray())
                {
                    list.Add(GetHashCode(item));
                }

                return list.ToHashCode();
            case JsonValueKind.Object:
                int members = 0;
                foreach (JsonProperty member in obj.EnumerateObject())
                {
                    members += HashCode.Combine(member.Name.GetHashCode(StringComparison.Ordinal), GetHashCode(member.Value));
                }

                return members;
            default:
                return (int)obj.ValueKind;
        }
    }

    /// <summary>The exact value of a number of JSON that has been read strictly.</summary>
    /// <exception cref="ArgumentException">It hasn't: the number is beyond the limits.</exception>
    internal static ExactNumber NumberOf(JsonElement element) =>
        ExactNumber.TryParse(JsonMarshal.GetRawUtf8Value(element), out ExactNumber number)
            ? number
            : throw new ArgumentException("The number has more than 128 characters or an exponent beyond 400.", nameof(element));

    private bool AreListsEqual(JsonElement x, JsonElement y)
    {
        if (x.GetArrayLength() != y.GetArrayLength())
        {
            return false;
        }

        JsonElement.ArrayEnumerator others = y.EnumerateArray();
        foreach (JsonElement item in x.EnumerateArray())
        {
            others.MoveNext();
            if (!Equals(item, others.Current))
            {
                return false;
            }
        }

        return true;
    }

    private bool AreObjectsEqual(JsonElement x, JsonElement y)
    {
        int count = y.GetPropertyCount();
        if (x.GetPropertyCount() != count)
        {
            return false;
        }

        foreach (JsonProperty member in x.EnumerateObject())
        {
            if (!run.TrySpend(count) || !y.TryGetProperty(member.Name, out JsonElement other) || !Equals(member.Value, other))
            {
                return false;
            }
        }

        return true;
    }
}
