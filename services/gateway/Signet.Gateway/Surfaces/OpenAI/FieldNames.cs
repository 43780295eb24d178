using System.Collections.Frozen;
using Signet.Gateway.Json;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.OpenAI;

/// <summary>
/// Names the places of an answer. A path with keys that the specification doesn't know gets a number, since keys may be content.
/// Belongs to one answer.
/// </summary>
/// <param name="keys">The keys that the specification fixes.</param>
internal sealed class FieldNames(FrozenSet<string> keys)
{
    private readonly Dictionary<string, string> _unknown = [];

    /// <summary>The name of a place, seen from <paramref name="top"/>, whatever the positions in arrays.</summary>
    public string Of(JsonPart part, string prefix, JsonPart top)
    {
        var known = true;
        List<string> path = [];
        for (var at = part; at is not null && at != top; at = at.Parent)
        {
            if (at.Key is not null)
            {
                path.Add(at.Key);
                known &= keys.Contains(at.Key);
            }
        }

        path.Add(prefix);
        path.Reverse();
        var field = string.Join('/', path);
        if (known && field.Length <= 64)
        {
            return field;
        }

        // Lengths keep two paths apart whatever stands in their keys.
        var exact = string.Concat(path.Select(key => $"{key.Length}:{key}"));
        if (!_unknown.TryGetValue(exact, out var name))
        {
            name = $"unknown/{_unknown.Count}";

            // Past the greatest number of channels the inspection blocks, so what isn't remembered here isn't released either.
            if (_unknown.Count <= ResponseInspection.MaxChannels)
            {
                _unknown.Add(exact, name);
            }
        }

        return name;
    }
}
