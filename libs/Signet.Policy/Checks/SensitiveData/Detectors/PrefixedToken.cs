using System.Buffers;
using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Says whether what follows a prefix is a token.</summary>
internal delegate bool TokenValidator(ReadOnlySpan<char> body);

/// <summary>
/// Finds tokens that a service marks with a prefix: the prefix, then a run of an alphabet whose length is in a range. A token that goes on in
/// the alphabet of words on either side is part of something else.
/// </summary>
internal sealed class PrefixedToken(
    string[] prefixes, SearchValues<char> alphabet, int min, int max, TokenValidator? validator = null) : Detector
{
    internal override IReadOnlyList<string> Literals => prefixes;

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        string prefix = "";
        foreach (string candidate in prefixes)
        {
            if (candidate.Length > prefix.Length && window.Text[at..].StartsWith(candidate, StringComparison.Ordinal))
            {
                prefix = candidate;
            }
        }

        char before = window[at - 1];
        if (Characters.IsWord(before) || (before is '-' or '_' && alphabet.Contains(before)))
        {
            return Verdict.None;
        }

        int body = at + prefix.Length;
        if (!window.TryRun(body, alphabet, max, out int length))
        {
            return Verdict.Undecided;
        }

        end = body + length;
        if (length < min || length > max || Characters.IsWord(window[end]))
        {
            return Verdict.None;
        }

        return validator is null || validator(window.Text[body..end]) ? Verdict.Found : Verdict.None;
    }
}
