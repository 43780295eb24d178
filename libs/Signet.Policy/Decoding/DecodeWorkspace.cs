namespace Signet.Policy.Decoding;

/// <summary>Memory that decoding works in and that is kept from one request to the next. Not safe for concurrent use.</summary>
internal sealed class DecodeWorkspace
{
    internal TextSurvey Survey { get; } = new();

    internal DigitSurvey Digits { get; } = new();

    internal EscapedText Escaped { get; } = new();

    internal CopiedText Copied { get; } = new();

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        Survey.Clear();
        Digits.Clear();
        Escaped.Clear();
        Copied.Clear();
    }
}
