using System.Buffers;

namespace Signet.Policy.Checks.SensitiveData.Scanning;

/// <summary>The alphabets that formats are made of.</summary>
internal static class Characters
{
    internal const string DigitList = "0123456789";
    internal const string UpperList = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    internal const string LowerList = "abcdefghijklmnopqrstuvwxyz";
    internal const string WordList = DigitList + UpperList + LowerList;

    internal static readonly SearchValues<char> Digits = SearchValues.Create(DigitList);
    internal static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");
    internal static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    internal static readonly SearchValues<char> UpperDigits = SearchValues.Create(DigitList + UpperList);
    internal static readonly SearchValues<char> Word = SearchValues.Create(WordList);
    internal static readonly SearchValues<char> Identifier = SearchValues.Create(WordList + "_");
    internal static readonly SearchValues<char> Base64 = SearchValues.Create(WordList + "+/");
    internal static readonly SearchValues<char> Base64Url = SearchValues.Create(WordList + "-_");
    internal static readonly SearchValues<char> Base64Padded = SearchValues.Create(WordList + "+/=");
    internal static readonly SearchValues<char> Base64Dotted = SearchValues.Create(WordList + "-_.");
    internal static readonly SearchValues<char> SlackPath = SearchValues.Create(WordList + "/");
    internal static readonly SearchValues<char> Space = SearchValues.Create(" \t\r\n\v\f");

    internal static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c);
}
