using System.Buffers;
using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds values that are assigned to a name which says what they are: <c>password = …</c>, <c>"api_key": "…"</c>, <c>TOKEN=…</c>. The name must
/// end in one of the words; underscores, hyphens, dots and case don't matter. The value must look random: letters and digits or signs, enough
/// entropy, no placeholder, no code, no JSON Web Token.
/// </summary>
internal sealed class Assignment(string[] words, int minLength, double minEntropy, TokenValidator? validator = null) : Detector
{
    private const int Letters = 26;

    private const int MaxName = 48;
    private const int MaxValue = 512;

    private static readonly SearchValues<char> Name = SearchValues.Create(Characters.WordList + "_-.");
    private static readonly SearchValues<char> Value = SearchValues.Create(
        string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => !"\"'`,;<>()[]{}\\|".Contains(c, StringComparison.Ordinal))));

    // A query goes on behind a token; otherwise a token is the whole value.
    private static readonly SearchValues<char> Token = SearchValues.Create(
        string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => Value.Contains(c) && c is not ('&' or ':' or '!' or '?'))));

    private static readonly SearchValues<char> Signs = SearchValues.Create("!@#$%^&*+=?~");

    private static readonly string[] NoValues = ["http", "file:", "arn:", "${", "$(", "env.", "process.", "os.", "config.", "settings.", "secrets.", "vault"];

    // Most names are none of the words: their last two letters say so.
    private readonly bool[] _endings = EndingsOf(words);

    internal override string Marks => "=:";

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        if (!HasName(window, at))
        {
            return Verdict.None;
        }

        start = at + 1;
        for (int skipped = 0; skipped < 8 && (window[start] is ' ' or '\t' or '"' or '\'' or '`' or '\\' or '>' or '=' or '*'); skipped++)
        {
            start++;
        }

        if (JsonWebToken.Is(window, start, Token) is not Verdict.None and var token)
        {
            return token == Verdict.Found ? Verdict.None : token;
        }

        if (!window.TryRun(start, Value, MaxValue, out int length))
        {
            return Verdict.Undecided;
        }

        // A sentence or a query goes on behind the value.
        end = start + length;
        if (!window.CanSee(end))
        {
            return Verdict.Undecided;
        }

        int query = window.Text[start..end].IndexOf('&');
        end = query >= 0 && window.Text[(start + query)..end].Contains('=') ? start + query : end;
        while (end > start && window[end - 1] is '.' or ':' or '!' or '?')
        {
            end--;
        }

        return length <= MaxValue && window[end] is not ('(' or '[') && IsValue(window.Text[start..end]) ? Verdict.Found : Verdict.None;
    }

    private bool HasName(in Window window, int at)
    {
        int end = at;
        for (int skipped = 0; skipped < 4 && end > 0 && window[end - 1] is ' ' or '"' or '\'' or '`' or '\\' or '*'; skipped++)
        {
            end--;
        }

        int last = end;
        while (last > 0 && end - last < MaxName && (char.IsAsciiDigit(window[last - 1]) || window[last - 1] is '_' or '-' or '.'))
        {
            last--;
        }

        if (!MayEnd(window[last - 2], window[last - 1]))
        {
            return false;
        }

        int length = window.RunBefore(end, Name, MaxName);

        Span<char> name = stackalloc char[MaxName];
        int count = 0;
        foreach (char c in window.Text.Slice(end - length, length))
        {
            if (c is not ('_' or '-' or '.'))
            {
                name[count++] = char.ToLowerInvariant(c);
            }
        }

        ReadOnlySpan<char> plain = name[..count].TrimEnd(Characters.DigitList);
        foreach (string word in words)
        {
            if (plain.EndsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool[] EndingsOf(string[] words)
    {
        bool[] endings = new bool[Letters * Letters];
        foreach (string word in words)
        {
            endings[((word[^2] - 'a') * Letters) + word[^1] - 'a'] = true;
        }

        return endings;
    }

    /// <summary>True for the last two letters of one of the words, and where a sign stands between them.</summary>
    private bool MayEnd(char first, char second) => char.IsAsciiLetter(second)
        && (!char.IsAsciiLetter(first) || _endings[(((first | 0x20) - 'a') * Letters) + (second | 0x20) - 'a']);

    private bool IsValue(ReadOnlySpan<char> value)
    {
        if (value.Length < minLength || (validator is not null && !validator(value)))
        {
            return false;
        }

        foreach (string prefix in NoValues)
        {
            if (value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        bool hasLetter = value.IndexOfAnyInRange('a', 'z') >= 0 || value.IndexOfAnyInRange('A', 'Z') >= 0;
        bool hasOther = TokenForms.HasDigit(value) || value.ContainsAny(Signs);
        return hasLetter && hasOther && Entropy.Of(value) >= minEntropy;
    }
}
