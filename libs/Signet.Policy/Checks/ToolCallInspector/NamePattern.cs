namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>A name, or with <c>*</c> at its end what names begin with; case-sensitive.</summary>
internal readonly struct NamePattern
{
    private readonly string _text;
    private readonly bool _isPrefix;

    internal NamePattern(string text)
    {
        _isPrefix = text.EndsWith('*');
        _text = _isPrefix ? text[..^1] : text;
    }

    internal bool IsMatch(string name) => _isPrefix ? name.StartsWith(_text, StringComparison.Ordinal) : name == _text;
}
