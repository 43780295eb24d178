namespace Signet.Policy.Pipeline;

/// <summary>A name as policies write it: exact, or with a star at its end that stands for whatever follows. Case-sensitive.</summary>
public readonly record struct NamePattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int MaxLength = 320;

    private readonly string _text;
    private readonly bool _isPrefix;

    private NamePattern(string text, bool isPrefix) => (_text, _isPrefix) = (text, isPrefix);

    /// <summary>Reads a pattern.</summary>
    /// <returns>False when it is empty or too long, or when a star stands anywhere but at its end.</returns>
    public static bool TryParse(string? text, out NamePattern pattern)
    {
        pattern = default;
        if (text is not { Length: >= 1 and <= MaxLength })
        {
            return false;
        }

        bool isPrefix = text[^1] == '*';
        string fixedPart = isPrefix ? text[..^1] : text;
        if (fixedPart.Contains('*', StringComparison.Ordinal))
        {
            return false;
        }

        pattern = new NamePattern(fixedPart, isPrefix);
        return true;
    }

    /// <summary>True when the pattern stands for the name; never for null.</summary>
    public bool Matches(string? name) => name is not null && _text is not null
        && (_isPrefix ? name.StartsWith(_text, StringComparison.Ordinal) : string.Equals(name, _text, StringComparison.Ordinal));

    /// <summary>True when one of the patterns stands for the name.</summary>
    public static bool Any(IReadOnlyList<NamePattern> patterns, string? name)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        for (int i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Matches(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => _isPrefix ? _text + "*" : _text ?? "";
}
