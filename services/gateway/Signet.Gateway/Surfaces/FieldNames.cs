using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signet.Gateway.Surfaces;

/// <summary>
/// Names the places of an answer, member by member, so that the cost is that of the keys and not of the paths. A place below a key that
/// the specification doesn't know gets a number, since keys may be content. Belongs to one answer.
/// </summary>
/// <param name="keys">The keys that the specification fixes.</param>
internal sealed class FieldNames(FrozenSet<string> keys)
{
    private const int MaxLength = 64;

    /// <summary>More than the inspection has channels, since not every place holds text.</summary>
    private const int MaxNumbered = 1_024;

    private readonly Dictionary<(string Parent, string Key), string> _numbered = [];

    /// <summary>True once two places have had to share a name, which could hide content from the inspection.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The name of the member <paramref name="key"/> of the place <paramref name="parent"/>.</summary>
    public string Below(string parent, string key)
    {
        // No key of the vocabulary holds a slash, so the parts can be told apart.
        if (parent.Length + key.Length < MaxLength && keys.Contains(key))
        {
            return $"{parent}/{key}";
        }

        // A short key stands for itself, a longer one is represented by its digest, whose length no short one has.
        var place = (parent, key.Length < MaxLength ? key : Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan()))));
        if (!_numbered.TryGetValue(place, out var name))
        {
            name = $"unknown/{_numbered.Count}";
            IsFull = _numbered.Count >= MaxNumbered;
            if (!IsFull)
            {
                _numbered.Add(place, name);
            }
        }

        return name;
    }
}
